import { sepa, type RailChain } from "../../../simulators/rails/index.ts";
import { createFacilitator } from "../../../simulators/schemes/exact-sepa/index.ts";
import { agree } from "../bank-agreement.ts";
import { bankFlowExtra } from "../bank-networks.ts";
import type { RouteConfig } from "../../targets/protocol.ts";
import type { Accept } from "../../world/routes.ts";
import type { PaymentMethod } from "../method.ts";
import { railAccess, railDialect } from "../rail-access.ts";
import { createRailPayload, madeUpIntent, payloadDefect, type RailBend, tokensOfPayload } from "../rail-payment.ts";
import { reader } from "./reader.ts";

/** `exact` on SEPA: spec/experimental/sepa.md. */

const PSP = "simpay";
const EXTRA = { psp: PSP, rail: "sct-inst", paymentFlow: "upfront", deliverOn: "settled" };
const SUPPORTED = { rails: { "sct-inst": [PSP, "otherpay"], "sdd-core": [PSP, "otherpay"] } };
const routes = (accept: Accept): readonly RouteConfig[] => [
  { id: "debit", method: "GET", path: "/x402/debit", description: "Paid by direct debit, delivered at once", mimeType: "application/json", accepts: [accept("debit", "10000", { rail: "sdd-core", paymentFlow: "authorization", deliverOn: "accepted" })] },
  { id: "debit-settled", method: "GET", path: "/x402/debit-settled", description: "Paid by direct debit, delivered once the money is there", mimeType: "application/json", accepts: [accept("debit-settled", "10000", { rail: "sdd-core", paymentFlow: "upfront", deliverOn: "settled" })] },
];

export const method: PaymentMethod<RailChain, RailBend> = {
  id: "exact-sepa",
  order: 5,
  scheme: "exact",
  namespace: "sepa",
  network: "sepa:eu",
  chain: sepa,
  reader,
  payloadSchema: "exact-sepa-payload",
  rpc: railDialect,
  access: railAccess,
  knowsServers: true,
  verified: [],
  // Cents.
  funds: { payer: 100_000_000n, sponsor: { amount: 0n, nativeAmount: 0n } },

  configuredExtra: () => EXTRA,
  offeredExtra: () => EXTRA,
  flowExtra: bankFlowExtra("exact-sepa"),
  routes: ({ accept }) => routes(accept),
  supported: () => ({ kindExtra: SUPPORTED, signers: {} }),
  transactionId: ({ randomBytes }) => madeUpIntent(randomBytes),
  refusal: ({ payload }) => payloadDefect(payload),
  isOperation: ({ type }) => type !== undefined,
  isPayable: ({ payTo, extra }) => payTo !== "" && typeof extra?.["psp"] === "string" && typeof extra["deliverOn"] === "string",

  createFacilitator,
  createPayload: createRailPayload({ fresh: true, prepare: agree }),
  authorize: ({ chain, wallet, requirements }) => agree({ chain, token: wallet.tokens["sepa_debit"] ?? "", requirements, psp: chain.psp.name }),
  forged: () => ({}),
  tokens: tokensOfPayload,
  onNetwork: (network) => (network === "sepa:eu" ? {} : undefined),
};
