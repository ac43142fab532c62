import { encodeFunctionData, hashTypedData, isAddressEqual, parseAbi } from "viem";
import { contract, require } from "./contract.mjs";
import { byKey, packed, signed } from "./evm-chain.mjs";

export const PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
export const EXACT_PROXY = "0x402085c248EeA27D92E8b30b2C58ed07f9E20001";
export const UPTO_PROXY = "0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002";

const PERMIT = "((address token, uint256 amount) permitted, uint256 nonce, uint256 deadline) permit";
const PERMIT_2612 = "(uint256 value, uint256 deadline, bytes32 r, bytes32 s, uint8 v) permit2612";
const WITNESS = { exact: "(address to, uint256 validAfter) witness", upto: "(address to, address facilitator, uint256 validAfter) witness" };
const abiOf = (scheme) => {
  const rest = `${PERMIT}, ${scheme === "upto" ? "uint256 amount, " : ""}address owner, ${WITNESS[scheme]}, bytes signature`;
  return parseAbi(["function PERMIT2() view returns (address)", `function settle(${rest})`, `function settleWithPermit(${PERMIT_2612}, ${rest})`]);
};
const tokenAbi = parseAbi([
  "function transferFrom(address from, address to, uint256 value) returns (bool)",
  "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
]);
const struct = (fields) => fields.split(", ").map((field) => field.split(" ")).map(([type, name]) => ({ name, type }));
const typesOf = (scheme) => ({
  PermitWitnessTransferFrom: struct("TokenPermissions permitted, address spender, uint256 nonce, uint256 deadline, Witness witness"),
  TokenPermissions: struct("address token, uint256 amount"),
  Witness: struct(WITNESS[scheme].slice(1, WITNESS[scheme].indexOf(")"))),
});

/**
 * The proxy of a scheme together with Permit2, which only it calls here.
 *
 * @param options.ledger `now` in Unix seconds, `isPermit2NonceUsed` of an owner and a nonce
 * @param options.signatureIsGood takes every signature for the owner's, where a question says so
 */
export const permit2Proxy = ({ scheme, address, chainId, ledger, signatureIsGood = false }) => {
  const domain = { name: "Permit2", chainId, verifyingContract: PERMIT2 };
  const settle = async (args, context) => {
    const [permit, amount, owner, witness, signature] = scheme === "upto" ? args : [args[0], args[0].permitted.amount, ...args.slice(1)];
    const { permitted, nonce, deadline } = permit;
    require(BigInt(owner) !== 0n && BigInt(witness.to) !== 0n, "InvalidOwner or InvalidDestination");
    require(BigInt(ledger.now) >= witness.validAfter, "PaymentTooEarly");
    if (scheme === "upto") {
      require(isAddressEqual(witness.facilitator, context.from), "UnauthorizedFacilitator");
      require(amount > 0n && amount <= permitted.amount, "AmountExceedsPermitted");
    }
    require(amount > 0n, "InvalidAmount");
    // From here on it is Permit2.
    require(BigInt(ledger.now) <= deadline, "SignatureExpired");
    require(!ledger.isPermit2NonceUsed(owner, nonce), "InvalidNonce");
    const hash = hashTypedData({ domain, types: typesOf(scheme), primaryType: "PermitWitnessTransferFrom", message: { permitted, spender: address, nonce, deadline, witness } });
    require(signatureIsGood || (await isSigned({ owner, hash, signature, context })), "InvalidSigner");
    // Permit2 calls as itself.
    await ledger.callAsPermit2(context, permitted.token, encodeFunctionData({ abi: tokenAbi, functionName: "transferFrom", args: [owner, witness.to, amount] }));
  };
  return contract(abiOf(scheme), {
    PERMIT2: () => PERMIT2,
    settle,
    settleWithPermit: async ([{ value, deadline, v, r, s }, ...rest], context) => {
      const [permit] = rest;
      const owner = scheme === "upto" ? rest[2] : rest[1];
      require(value === permit.permitted.amount, "Permit2612AmountMismatch");
      // The proxy goes on where the permit fails: somebody may have used it before.
      await context.call(permit.permitted.token, encodeFunctionData({ abi: tokenAbi, functionName: "permit", args: [owner, PERMIT2, value, deadline, v, r, s] })).catch(() => undefined);
      await settle(rest, context);
    },
  });
};

/** Permit2's SignatureVerification: by code where there is some, else 65 bytes, or 64 of ERC-2098. */
const isSigned = async ({ owner, hash, signature, context }) => {
  if (context.hasCode(owner)) return await signed({ signer: owner, hash, signature, context });
  if (signature.length === 130) {
    const vs = BigInt(`0x${signature.slice(66)}`);
    const s = `0x${(vs & (2n ** 255n - 1n)).toString(16).padStart(64, "0")}`;
    return await byKey({ signer: owner, hash, signature: packed(27 + Number(vs >> 255n), signature.slice(0, 66), s), anyS: true });
  }
  return signature.length === 132 && (await byKey({ signer: owner, hash, signature, anyS: true }));
};
