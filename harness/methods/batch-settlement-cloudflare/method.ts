import { credit, type CreditChain } from "../../../simulators/rails/index.ts";
import { idOf } from "../../../simulators/rails/ids.ts";
import { createFacilitator } from "../../../simulators/schemes/batch-settlement-cloudflare/index.ts";
import type { PaymentMethod } from "../method.ts";
import { reader } from "./reader.ts";
import { signRequest } from "./sign-request.ts";

/** `batch-settlement` on `cloudflare:402`: schemes/batch-settlement/scheme_batch_settlement_cloudflare.md. */

/** As the network has it: without a schema, to keep the header small. */
export const EXTENSIONS = {
  "http-message-signatures": {
    info: {
      registrationUrl: "https://developers.cloudflare.com/ai-crawl-control/features/pay-per-crawl/use-pay-per-crawl-as-ai-owner/verify-ai-crawler/",
      signatureSchemes: ["ed25519"],
      tags: ["web-bot-auth"],
    },
  },
};

const EXTRA = { version: "1.0.0" };

export const method: PaymentMethod<CreditChain> = {
  id: "batch-settlement-cloudflare",
  order: 6,
  scheme: "batch-settlement",
  namespace: "cloudflare",
  network: "cloudflare:402",
  chain: credit,
  reader,
  payloadSchema: "batch-settlement-cloudflare-payload",
  rpc: { broadcasts: new Set(), absent: () => undefined },
  verified: [],
  judgedByServer: true,
  timeless: true,
  // Cents.
  funds: { payer: 100_000_000n, sponsor: { amount: 0n, nativeAmount: 0n } },

  configuredExtra: () => EXTRA,
  offeredExtra: () => EXTRA,
  // It has one flow: verify, serve, and store the commitment.
  flowExtra: (flow) => (flow === "authorization" ? { paymentFlow: flow } : undefined),
  routes: () => [],
  supported: () => ({ signers: {} }),
  transactionId: ({ randomBytes }) => idOf({ prefix: "cmt", parts: ["made up", Buffer.from(randomBytes(16)).toString("hex")] }),
  refusal: ({ payload }) => (typeof payload["amount"] === "string" && typeof payload["asset"] === "string" ? undefined : "invalid_payment_signature"),
  isPayable: ({ payTo, asset, extra }) => payTo === "merchant" && /^[A-Z]{3}$/.test(asset) && typeof extra?.["version"] === "string",

  createFacilitator,
  createPayload: async ({ requirements, bend = {} }) => await Promise.resolve({ amount: (bend.amount ?? BigInt(requirements.amount)).toString(), asset: requirements.asset }),
  extensions: EXTENSIONS,
  sign: signRequest,
  forged: () => ({}),
  tokens: () => [],
  onNetwork: () => undefined,
};
