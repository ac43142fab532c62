import { decodeFunctionData, decodeFunctionResult, encodeFunctionData, parseAbi, recoverAddress } from "viem";
import { contract, require } from "./contract.mjs";

const MULTICALL3 = "0xca11bde05977b3631167028862be2a173976ca11";
const multicallAbi = parseAbi(["function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[])"]);
const walletAbi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const HASH = `0x${"5e".repeat(32)}`;
const same = (left, right) => left.toLowerCase() === right.toLowerCase();

/**
 * A chain in memory, and the signer by which the SDK's facilitator sees it.
 *
 * @param options.contracts by address: functions from call data to return data
 * @param options.wallets by address: `answers` of isValidSignature, as the questions write them
 * @param options.deployments calls of factories that put such a wallet at an address, for the rest of one eth_call
 * @param options.account whom the facilitator sends from
 */
export const evmChain = ({ contracts, wallets = {}, deployments = [], account = "0x00000000000000000000000000000000000fac11" }) => {
  const lower = (record) => new Map(Object.entries(record).map(([address, value]) => [address.toLowerCase(), value]));
  const [fixed, deployed] = [lower(contracts), lower(wallets)];
  const factories = new Set(deployments.map(({ factory }) => factory.toLowerCase()));

  /** State of one eth_call: what it deploys is gone afterwards. */
  const begin = () => {
    const walletsNow = new Map(deployed);
    const hasCode = (address) => fixed.has(address.toLowerCase()) || walletsNow.has(address.toLowerCase()) || factories.has(address.toLowerCase()) || address.toLowerCase() === MULTICALL3;
    const call = async (to, data, from) => {
      const target = to.toLowerCase();
      const context = { from, call: (next, nextData) => call(next, nextData, to), callAs: (sender, next, nextData) => call(next, nextData, sender), hasCode };
      if (target === MULTICALL3) return await multicall3(data, context);
      if (walletsNow.has(target)) return wallet(walletsNow.get(target), data);
      if (factories.has(target)) {
        const made = deployments.find(({ factory, calldata }) => same(factory, to) && same(calldata, data));
        if (made !== undefined) walletsNow.set(made.address.toLowerCase(), made);
        return "0x";
      }
      // A call of an account without code succeeds and returns nothing.
      return (await fixed.get(target)?.(data, context)) ?? "0x";
    };
    return { call, hasCode };
  };

  const readContract = async ({ address, abi, functionName, args }) => {
    const data = await begin().call(address, encodeFunctionData({ abi, functionName, args }), account);
    return decodeFunctionResult({ abi, functionName, args, data });
  };
  const signer = {
    getAddresses: () => [account],
    readContract,
    getCode: async ({ address }) => (begin().hasCode(address) ? "0x60" : undefined),
    // A transaction that fails is refused when its gas is estimated.
    writeContract: async (call) => (await readContract(call), HASH),
    sendTransaction: async ({ to, data }) => (await begin().call(to, data, account), HASH),
    waitForTransactionReceipt: async () => ({ status: "success" }),
    verifyTypedData: async () => {
      throw new Error("the SDK verifies typed data itself");
    },
  };
  return { signer, begin };
};

const multicall3 = contract(multicallAbi, {
  tryAggregate: async ([, calls], { call }) => {
    const results = [];
    for (const { target, callData } of calls) results.push(await call(target, callData).then((returnData) => ({ success: true, returnData }), () => ({ success: false, returnData: "0x" })));
    return results;
  },
});

/** isValidSignature of the question's wallet; return data is passed on as it stands. */
const wallet = ({ answers }, data) => {
  const { args } = decodeFunctionData({ abi: walletAbi, data });
  const entry = answers.find(({ hash, signature }) => same(hash, args[0]) && same(signature, args[1]));
  require(entry !== undefined && entry.returns !== "revert", "wallet");
  return entry.returns;
};

/** How OpenZeppelin's and Circle's libraries ask whether somebody signed: by key, or by ERC-1271 where there is code. */
export const signed = async ({ signer, hash, signature, context, keyOnly = false }) => {
  if (!keyOnly && context.hasCode(signer)) {
    const data = await context.call(signer, encodeFunctionData({ abi: walletAbi, functionName: "isValidSignature", args: [hash, signature] })).catch(() => "0x");
    return data.length >= 66 && BigInt(data.slice(0, 66)) === BigInt(`0x1626ba7e${"00".repeat(28)}`);
  }
  if (signature.length !== 132) return false;
  return await byKey({ signer, hash, signature });
};

/** ecrecover of r, s and v, with s in the lower half and v 27 or 28. */
export const byKey = async ({ signer, hash, signature, anyS = false }) => {
  const v = Number.parseInt(signature.slice(130), 16);
  if ((v !== 27 && v !== 28) || (!anyS && BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER)) return false;
  return same(await recoverAddress({ hash, signature }).catch(() => `0x${"00".repeat(20)}`), signer) && BigInt(signer) !== 0n;
};

/** r, s and v in one. */
export const packed = (v, r, s) => `${r}${s.slice(2)}${Number(v).toString(16).padStart(2, "0")}`;
