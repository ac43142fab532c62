import { bytesToHex, getAddress, isAddress, maxUint256 } from "viem";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { faultPoints } from "../../faults.ts";
import type { ClientWallet, CreateSchemeClient, Effects } from "../scheme.ts";
import { createClientBends, faults as clientFaults } from "./client-bends.ts";
import { addressOf, authorizationToWire, type TokenDomain, type TransferAuthorization } from "./eip3009.ts";

/** Client half of scheme `exact` on EVM by EIP-3009: schemes/exact/scheme_exact_evm.md §1, Phase 1. */

/** Seconds that `validAfter` lies in the past, so that a node whose clock trails ours accepts it. */
const CLOCK_TOLERANCE_SECONDS = 600n;

export const createClient: CreateSchemeClient = ({ effects, faults: active }) => {
  const fault = faultPoints({ declared: clientFaults, active });
  const bends = createClientBends({ faults: active });
  return {
    scheme: "exact",
    supports: (network) => chainIdOf(network) !== undefined,
    flows: ["authorization", "upfront"],
    canPay({ requirements, wallets }) {
      const checksummed = (): boolean => [requirements.payTo, requirements.asset].every((address) => isAddress(address, { strict: false }) && getAddress(address) === address);
      if (fault("client.exact-evm.addresses-checksummed-only", () => !checksummed()) && !checksummed()) return false;
      return (
        requirements.scheme === "exact" &&
        chainIdOf(requirements.network) !== undefined &&
        (usesEip3009(requirements) || bends.takesMethod(requirements)) &&
        tokenDomain(requirements) !== undefined &&
        isAddress(requirements.payTo, { strict: false }) &&
        isAmount(requirements.amount) &&
        requirements.maxTimeoutSeconds > 0 &&
        requirements.maxTimeoutSeconds <= Number.MAX_SAFE_INTEGER &&
        evmWallet(wallets) !== undefined
      );
    },
    async createPayload({ requirements, wallets }) {
      const wallet = evmWallet(wallets);
      const domain = tokenDomain(requirements) ?? bends.guessedDomain(requirements);
      if (wallet === undefined || domain === undefined) throw new Error("exact on EVM: this offer cannot be paid, ask canPay first");
      const privateKey = wallet.privateKey as `0x${string}`;
      const authorization = authorizationFor({ requirements, from: addressOf(privateKey), effects });
      const bent = bends.authorization({ authorization, requirements });
      const signature = await bends.sign({ domain, authorization: bent, privateKey });
      return bends.payload({ payload: { signature, authorization: authorizationToWire(bent) }, requirements, authorization: bent });
    },
  };
};

/** What is signed to pay an offer. */
export function authorizationFor(options: { requirements: PaymentRequirements; from: `0x${string}`; effects: Effects }): TransferAuthorization {
  const { requirements, from, effects } = options;
  const now = BigInt(Math.floor(effects.now() / 1000));
  return {
    from,
    to: getAddress(requirements.payTo),
    value: BigInt(requirements.amount),
    validAfter: now - CLOCK_TOLERANCE_SECONDS,
    validBefore: now + BigInt(Math.ceil(requirements.maxTimeoutSeconds)),
    nonce: bytesToHex(effects.randomBytes(32)),
  };
}

function evmWallet(wallets: readonly ClientWallet[]): ClientWallet | undefined {
  return wallets.find((wallet) => wallet.namespace === "eip155");
}

/** Omitted means `eip3009`: the text lets it go first, and the newer text makes it the default. */
function usesEip3009(requirements: PaymentRequirements): boolean {
  const method = requirements.extra?.["assetTransferMethod"];
  return method === undefined || method === "eip3009";
}

function isAmount(amount: string): boolean {
  return /^(?:0|[1-9][0-9]{0,77})$/.test(amount) && BigInt(amount) <= maxUint256;
}

/** Chain id of an `eip155:` network, `undefined` for any other. */
export function chainIdOf(network: string): number | undefined {
  const match = /^eip155:([1-9][0-9]{0,15})$/.exec(network);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** EIP-712 domain of the offered token, `undefined` when the offer lacks part of it. Never guessed. */
export function tokenDomain(requirements: PaymentRequirements): TokenDomain | undefined {
  const chainId = chainIdOf(requirements.network);
  const { name, version } = requirements.extra ?? {};
  if (chainId === undefined || typeof name !== "string" || typeof version !== "string" || !isAddress(requirements.asset, { strict: false })) return undefined;
  return { name, version, chainId, verifyingContract: getAddress(requirements.asset) };
}
