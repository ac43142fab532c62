import { sepa, type RailChain } from "../../../simulators/rails/index.ts";
import { createFacilitator } from "../../../simulators/schemes/exact-sepa/index.ts";
import { agree } from "../bank-agreement.ts";
import { bankFlowExtra } from "../bank-networks.ts";
import type { RouteConfig } from "../../targets/protocol.ts";
import type { Accept } from "../../world/routes.ts";
import type { PaymentMethod } from "../method.ts";
import { bankMethod, PROVIDERS, PSP } from "../rail-method.ts";
import type { RailBend } from "../rail-payment.ts";
import { reader } from "./reader.ts";

/** `exact` on SEPA: spec/experimental/sepa.md. */

const EXTRA = { psp: PSP, rail: "sct-inst", paymentFlow: "upfront", deliverOn: "settled" };
const SUPPORTED = { rails: { "sct-inst": PROVIDERS, "sdd-core": PROVIDERS } };
const routes = (accept: Accept): readonly RouteConfig[] => [
  { id: "debit", method: "GET", path: "/x402/debit", description: "Paid by direct debit, delivered at once", mimeType: "application/json", accepts: [accept("debit", "10000", { rail: "sdd-core", paymentFlow: "authorization", deliverOn: "accepted" })] },
  { id: "debit-settled", method: "GET", path: "/x402/debit-settled", description: "Paid by direct debit, delivered once the money is there", mimeType: "application/json", accepts: [accept("debit-settled", "10000", { rail: "sdd-core", paymentFlow: "upfront", deliverOn: "settled" })] },
];

export const method: PaymentMethod<RailChain, RailBend> = {
  ...bankMethod,
  id: "exact-sepa",
  order: 5,
  namespace: "sepa",
  network: "sepa:eu",
  chain: sepa,
  reader,
  payloadSchema: "exact-sepa-payload",

  configuredExtra: () => EXTRA,
  offeredExtra: () => EXTRA,
  flowExtra: bankFlowExtra("exact-sepa"),
  routes: ({ accept }) => routes(accept),
  supported: () => ({ kindExtra: SUPPORTED, signers: {} }),

  createFacilitator,
  authorize: ({ chain, wallet, requirements }) => agree({ chain, token: wallet.tokens["sepa_debit"] ?? "", requirements, psp: chain.psp.name }),
  onNetwork: (network) => (network === "sepa:eu" ? {} : undefined),
};
