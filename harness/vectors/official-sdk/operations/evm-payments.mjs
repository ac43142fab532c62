import { resetAssetContractCache } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import { UptoEvmScheme } from "@x402/evm/upto/facilitator";
import { createErc20ApprovalGasSponsoringExtension } from "@x402/extensions";
import { at } from "../world/clock.mjs";
import { evmChain } from "../world/evm-chain.mjs";
import { EXACT_PROXY, permit2Proxy, UPTO_PROXY } from "../world/permit2.mjs";
import { simulateBundle } from "../world/raw-transactions.mjs";
import { stablecoin } from "../world/token.mjs";
import { demand } from "./unsupported.mjs";

const PLENTY = 2n ** 255n;
const same = (left, right) => String(left).toLowerCase() === String(right).toLowerCase();
const chainIdOf = ({ network }) => BigInt(/^eip155:(\d+)$/.exec(network)?.[1] ?? 0);
/** Contracts at addresses; one whose address is none cannot be there. */
const placed = (entries) => Object.fromEntries(entries.filter(([address]) => typeof address === "string"));

const judged = ({ isValid, invalidReason, invalidMessage }) => demand(isValid, `${invalidReason} ${invalidMessage ?? ""}`);

/** Asks a facilitator of the SDK at a moment, about a payment as it would come over the wire. */
const verify = async ({ facilitator, now, requirements, accepted = requirements, payload, extensions, context }) => {
  resetAssetContractCache();
  judged(await at(now * 1000, () => facilitator.verify({ x402Version: 2, accepted, payload, extensions }, requirements, context)));
};

const ledgerOf = ({ now, balance = PLENTY, allowance = 0n, usedNonces = [], nonceBitmap = [], nonce = 0 }) => ({
  now,
  balanceOf: () => BigInt(balance),
  allowanceOf: () => BigInt(allowance),
  nonceOf: () => BigInt(nonce),
  isUsed: (from, used) => usedNonces.some((entry) => same(entry.from, from) && same(entry.nonce, used)),
  isPermit2NonceUsed: (owner, used) => nonceBitmap.some(({ owner: whose, word, bits }) => same(whose, owner) && BigInt(word) === used >> 8n && ((BigInt(bits) >> (used & 255n)) & 1n) === 1n),
  callAsPermit2: (context, token, data) => context.callAs("0x000000000022D473030F116dDEE9F6B43aC78BA3", token, data),
});

const permit2Chain = ({ scheme, requirements, payer, state, token, account, signatureIsGood }) => {
  const [ledger, chainId] = [ledgerOf(state), chainIdOf(requirements)];
  const address = scheme === "upto" ? UPTO_PROXY : EXACT_PROXY;
  const contracts = placed([
    ...(token === null ? [] : [[requirements.asset, stablecoin({ chainId, address: requirements.asset, token, ledger })]]),
    [address, permit2Proxy({ scheme, address, chainId, ledger, signatureIsGood })],
  ]);
  const wallets = state.code === undefined ? {} : placed([[payer, state.code]]);
  return evmChain({ contracts, wallets, account });
};

const USDC = { name: "USDC", version: "2", signatures: "key-or-contract", permit: true };

const verifyPermit2 = async ({ scheme, Facilitator, shared, input }) => {
  const { facilitator: account, phase = "verify", requirements, accepted = requirements, payload, state } = { ...shared, ...input };
  const { signer } = permit2Chain({ scheme, requirements, payer: payload?.permit2Authorization?.from, state, token: state.tokenExists ? USDC : null, account });
  const facilitator = new Facilitator(signer);
  if (phase === "verify") return await verify({ facilitator, now: state.now, requirements, accepted, payload });
  resetAssetContractCache();
  const { success, errorReason, errorMessage } = await at(state.now * 1000, () => facilitator.settle({ x402Version: 2, accepted, payload }, requirements));
  demand(success, `${errorReason} ${errorMessage ?? ""}`);
};

/** The rest of a sponsored payment is right in itself, so that its signature counts as good wherever it is looked at. */
const sponsored = ({ input, state, token }) => {
  const { requirements, permit2Authorization } = input;
  const payer = permit2Authorization.from;
  const chain = permit2Chain({ scheme: requirements.scheme, requirements, payer, state, token, signatureIsGood: true });
  const vouched = async (call) => (call.functionName === "isValidSignature" ? "0x1626ba7e" : await chain.signer.readContract(call));
  const getCode = async ({ address }) => (same(address, payer) ? "0x60" : await chain.signer.getCode({ address }));
  const payload = { signature: `0x${"11".repeat(64)}1b`, permit2Authorization };
  return { chain, payload, facilitator: new ExactEvmScheme({ ...chain.signer, readContract: vouched, getCode }) };
};

export const evmPayments = {
  "eip3009.verify": async ({ input }) => {
    const { requirements, accepted, payload, state } = input;
    const { now, token, code, deployments = [] } = state;
    const contracts = token === null ? {} : placed([[requirements.asset, stablecoin({ chainId: chainIdOf(requirements), address: requirements.asset, token, ledger: ledgerOf(state) })]]);
    const wallets = code === undefined ? {} : placed([[payload?.authorization?.from, code]]);
    const { signer } = evmChain({ contracts, wallets, deployments });
    // An operator that takes wallets that are not deployed yet names the factories he trusts.
    const facilitator = new ExactEvmScheme(signer, { eip6492AllowedFactories: deployments.map(({ factory }) => factory) });
    await verify({ facilitator, now, requirements, accepted, payload });
  },

  "permit2.exact.verify": (question) => verifyPermit2({ scheme: "exact", Facilitator: ExactEvmScheme, ...question }),
  "permit2.upto.verify": (question) => verifyPermit2({ scheme: "upto", Facilitator: UptoEvmScheme, ...question }),

  "eip2612-sponsoring.verify": async ({ input }) => {
    const { requirements, info, state } = input;
    const { facilitator, payload } = sponsored({ input, state, token: { ...state.token, signatures: "key" } });
    await verify({ facilitator, now: state.now, requirements, payload, extensions: { eip2612GasSponsoring: { info } } });
  },

  "erc20-approval.verify": async ({ input }) => {
    const { requirements, permit2Authorization, info, state } = input;
    const now = Number(permit2Authorization.witness.validAfter);
    const { chain, facilitator, payload } = sponsored({ input, state: { now }, token: USDC });
    const simulateTransactions = (transactions) => simulateBundle({ chain, transactions, chainId: chainIdOf(requirements), state });
    const extension = createErc20ApprovalGasSponsoringExtension({ ...chain.signer, simulateTransactions, sendTransactions: async () => [] });
    const context = { getExtension: (key) => (key === extension.key ? extension : undefined) };
    await verify({ facilitator, now, requirements, payload, extensions: { erc20ApprovalGasSponsoring: { info } }, context });
  },
};
