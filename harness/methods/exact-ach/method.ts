import { ach, type RailChain } from "../../../simulators/rails/index.ts";
import { createFacilitator } from "../../../simulators/schemes/exact-ach/index.ts";
import { agree } from "../bank-agreement.ts";
import { bankFlowExtra } from "../bank-networks.ts";
import type { RouteConfig } from "../../targets/protocol.ts";
import type { Accept } from "../../world/routes.ts";
import type { PaymentMethod } from "../method.ts";
import { railAccess, railDialect } from "../rail-access.ts";
import { createRailPayload, letDaysPass, madeUpIntent, payloadDefect, type RailBend, tokensOfPayload } from "../rail-payment.ts";
import { reader } from "./reader.ts";

/** `exact` on ACH: spec/experimental/ach.md. */

const PSP = "simpay";
const EXTRA = { psp: PSP, paymentFlow: "authorization", deliverOn: "accepted" };
const SUPPORTED = { psps: [PSP, "otherpay"] };
const routes = (accept: Accept): readonly RouteConfig[] => [
  { id: "when-settled", method: "GET", path: "/x402/when-settled", description: "Delivered once the money is there", mimeType: "application/json", accepts: [accept("when-settled", "10000", { paymentFlow: "upfront", deliverOn: "settled" })] },
];

export const method: PaymentMethod<RailChain, RailBend> = {
  id: "exact-ach",
  order: 4,
  scheme: "exact",
  namespace: "ach",
  network: "ach:us",
  chain: ach,
  reader,
  payloadSchema: "exact-ach-payload",
  rpc: railDialect,
  access: railAccess,
  knowsServers: true,
  verified: [],
  // Cents.
  funds: { payer: 100_000_000n, sponsor: { amount: 0n, nativeAmount: 0n } },

  configuredExtra: () => EXTRA,
  offeredExtra: () => EXTRA,
  flowExtra: bankFlowExtra("exact-ach"),
  letSettle: letDaysPass,
  routes: ({ accept }) => routes(accept),
  supported: () => ({ kindExtra: SUPPORTED, signers: {} }),
  transactionId: ({ randomBytes }) => madeUpIntent(randomBytes),
  refusal: ({ payload }) => payloadDefect(payload),
  isOperation: ({ type }) => type !== undefined,
  isPayable: ({ payTo, extra }) => payTo !== "" && typeof extra?.["psp"] === "string" && typeof extra["deliverOn"] === "string",

  createFacilitator,
  createPayload: createRailPayload({ fresh: true, prepare: agree }),
  authorize: ({ chain, wallet, requirements }) => Object.values(wallet.tokens).forEach((token) => agree({ chain, token, requirements, psp: chain.psp.name })),
  forged: () => ({}),
  tokens: tokensOfPayload,
  onNetwork: (network) => (network === "ach:us" ? {} : undefined),
};
