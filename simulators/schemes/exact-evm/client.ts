import { bytesToHex, getAddress, isAddress } from "viem";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import type { ClientWallet, CreateSchemeClient } from "../scheme.ts";
import { addressOf, authorizationToWire, signAuthorization, type TokenDomain } from "./eip3009.ts";

/** Client half of scheme `exact` on EVM by EIP-3009: schemes/exact/scheme_exact_evm.md §1, Phase 1. */

/** Seconds that `validAfter` lies in the past, so that a node whose clock trails ours accepts it. */
const CLOCK_TOLERANCE_SECONDS = 600n;

export const faults = defineFaults({
  "client.exact-evm.wrong-chain-id": { role: "client", bug: "BUG: signs for chain id 8453 whatever the offer's network" },
});

export const createClient: CreateSchemeClient = ({ effects, faults: active }) => {
  const fault = faultPoints({ declared: faults, active });
  return {
    scheme: "exact",
    canPay: ({ requirements, wallets }) =>
      requirements.scheme === "exact" &&
      chainIdOf(requirements.network) !== undefined &&
      usesEip3009(requirements) &&
      tokenDomain(requirements) !== undefined &&
      isAddress(requirements.payTo, { strict: false }) &&
      evmWallet(wallets) !== undefined,
    async createPayload({ requirements, wallets }) {
      const wallet = evmWallet(wallets);
      const domain = tokenDomain(requirements);
      if (wallet === undefined || domain === undefined) throw new Error("exact on EVM: this offer cannot be paid, ask canPay first");
      const privateKey = wallet.privateKey as `0x${string}`;
      const now = BigInt(Math.floor(effects.now() / 1000));
      const authorization = {
        from: addressOf(privateKey),
        to: getAddress(requirements.payTo),
        value: BigInt(requirements.amount),
        validAfter: now - CLOCK_TOLERANCE_SECONDS,
        validBefore: now + BigInt(Math.ceil(requirements.maxTimeoutSeconds)),
        nonce: bytesToHex(effects.randomBytes(32)),
      };
      const signed = fault("client.exact-evm.wrong-chain-id") ? { ...domain, chainId: 8453 } : domain;
      return { signature: await signAuthorization({ domain: signed, authorization, privateKey }), authorization: authorizationToWire(authorization) };
    },
  };
};

function evmWallet(wallets: readonly ClientWallet[]): ClientWallet | undefined {
  return wallets.find((wallet) => wallet.namespace === "eip155");
}

/** Omitted means `eip3009`: the default of the newer text. */
function usesEip3009(requirements: PaymentRequirements): boolean {
  const method = requirements.extra?.["assetTransferMethod"];
  return method === undefined || method === "eip3009";
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
