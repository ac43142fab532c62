import { bytesToHex } from "viem";
import { evm, type EvmChain } from "../../../simulators/chains/evm/index.ts";
import { tokenDomain } from "../../../simulators/schemes/exact-evm/client.ts";
import type { TokenDomain, TransferAuthorization } from "../../../simulators/schemes/exact-evm/eip3009.ts";
import { createFacilitator } from "../../../simulators/schemes/exact-evm/index.ts";
import type { PaymentBend, PaymentMethod } from "../method.ts";
import { createPayload } from "./create-payload.ts";
import { reader } from "./reader.ts";

/** `exact` on EVM by EIP-3009: schemes/exact/scheme_exact_evm.md. */

export interface EvmBend extends PaymentBend {
  /** Replaced before signing. */
  readonly authorization?: Partial<TransferAuthorization>;
  /** Differences of the signing domain from that of the offer. */
  readonly domain?: Partial<TokenDomain>;
}

const RECEIPTS = new Set(["eth_getTransactionReceipt", "eth_getTransactionByHash"]);
const AUTHORIZATION = ["from", "to", "value", "validAfter", "validBefore", "nonce"];

export const method: PaymentMethod<EvmChain, EvmBend> = {
  id: "exact-evm",
  order: 1,
  scheme: "exact",
  namespace: "eip155",
  network: "eip155:84532",
  chain: evm,
  reader,
  payloadSchema: "exact-evm-eip3009-payload",
  rpc: {
    broadcasts: new Set(["eth_sendRawTransaction", "eth_sendTransaction", "eth_sendRawTransactionSync"]),
    absent: ({ method: asked }) => (RECEIPTS.has(asked) ? { result: null } : undefined),
    // Logs and receipts bear the hash; a block's head does not.
    announces: ({ method: told, params }) => told === "eth_subscription" && (JSON.stringify(params) ?? "").includes('"transactionHash"'),
  },
  // 1,000 USDC; a sponsor that has nothing to lose cannot be seen losing it.
  verified: ["amount", "recipient", "expired", "funds"],
  funds: { payer: 1_000_000_000n, sponsor: { amount: 1_000_000n, nativeAmount: 10n ** 20n } },

  configuredExtra: ({ chain }) => ({ name: chain.token.name, version: chain.token.version }),
  offeredExtra: ({ chain }) => ({ name: chain.token.name, version: chain.token.version }),
  routes: ({ accept }) => [{ id: "permit2", method: "GET", path: "/x402/permit2", description: "Paid by Permit2", mimeType: "application/json", accepts: [accept("permit2", "10000", { assetTransferMethod: "permit2" })] }],
  supported: () => ({ signers: { "eip155:*": ["0x1234567890abcdef1234567890abcdef12345678"] } }),
  transactionId: ({ randomBytes }) => bytesToHex(randomBytes(32)),
  refusal({ payload, terms }) {
    if (typeof payload["signature"] !== "string") return "invalid_payload";
    const authorization = payload["authorization"];
    // Other transfer methods are believed as they are.
    if (authorization === undefined) return isObject(payload["permit2Authorization"]) ? undefined : "invalid_payload";
    if (!isObject(authorization) || !AUTHORIZATION.every((member) => typeof authorization[member] === "string")) return "invalid_payload";
    if (String(authorization["to"]).toLowerCase() !== String(terms["payTo"]).toLowerCase()) return "invalid_exact_evm_payload_recipient_mismatch";
    return authorization["value"] === terms["amount"] ? undefined : "invalid_exact_evm_payload_authorization_value_mismatch";
  },
  isPayable: (offer) => tokenDomain(offer) !== undefined,

  createFacilitator,
  createPayload,
  forged: () => undefined,
  tokens(payload) {
    const { nonce, from } = isObject(payload["authorization"]) ? payload["authorization"] : {};
    return [payload["signature"], nonce, from].filter((token): token is string => typeof token === "string");
  },
  onNetwork: (network) => (/^eip155:[1-9][0-9]{0,14}$/.test(network) ? { domain: { chainId: Number(network.slice("eip155:".length)) } } : undefined),
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
