import { ach, type RailChain } from "../../../simulators/rails/index.ts";
import { createFacilitator } from "../../../simulators/schemes/exact-ach/index.ts";
import { agree } from "../bank-agreement.ts";
import { bankFlowExtra } from "../bank-networks.ts";
import type { RouteConfig } from "../../targets/protocol.ts";
import type { Accept } from "../../world/routes.ts";
import type { PaymentMethod } from "../method.ts";
import { bankMethod, PROVIDERS, PSP } from "../rail-method.ts";
import { letDaysPass, type RailBend } from "../rail-payment.ts";
import { reader } from "./reader.ts";

/** `exact` on ACH: spec/experimental/ach.md. */

const EXTRA = { psp: PSP, paymentFlow: "authorization", deliverOn: "accepted" };
const SUPPORTED = { psps: PROVIDERS };
const routes = (accept: Accept): readonly RouteConfig[] => [
  { id: "when-settled", method: "GET", path: "/x402/when-settled", description: "Delivered once the money is there", mimeType: "application/json", accepts: [accept("when-settled", "10000", { paymentFlow: "upfront", deliverOn: "settled" })] },
];

export const method: PaymentMethod<RailChain, RailBend> = {
  ...bankMethod,
  id: "exact-ach",
  order: 4,
  namespace: "ach",
  network: "ach:us",
  chain: ach,
  reader,
  payloadSchema: "exact-ach-payload",

  configuredExtra: () => EXTRA,
  offeredExtra: () => EXTRA,
  flowExtra: bankFlowExtra("exact-ach"),
  letSettle: letDaysPass,
  routes: ({ accept }) => routes(accept),
  supported: () => ({ kindExtra: SUPPORTED, signers: {} }),

  createFacilitator,
  authorize: ({ chain, wallet, requirements }) => Object.values(wallet.tokens).forEach((token) => agree({ chain, token, requirements, psp: chain.psp.name })),
  onNetwork: (network) => (network === "ach:us" ? {} : undefined),
};
