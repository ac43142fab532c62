import { card, type RailChain } from "../../../simulators/rails/index.ts";
import { createFacilitator } from "../../../simulators/schemes/auth-capture-card/index.ts";
import type { PaymentMethod } from "../method.ts";
import { PROVIDERS, railMethod } from "../rail-method.ts";
import { createRailPayload, type RailBend } from "../rail-payment.ts";
import { reader } from "./reader.ts";

/** `auth-capture` on cards: schemes/auth-capture/scheme_auth_capture_card.md (draft 0.2.0). */

const KIND = { psps: PROVIDERS };

/** 2100-01-01, in Unix seconds. */
const FAR_DEADLINE = 4_102_444_800;

/** A way to pay beside cards, for routes that offer both: paid by nobody here, and at an address of nobody's. */
const ON_A_CHAIN = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "10000",
  asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  payTo: "0x000000000000000000000000000000000000bEEF",
  maxTimeoutSeconds: 120,
  extra: { name: "USDC", version: "2" },
};

export const method: PaymentMethod<RailChain, RailBend> = {
  ...railMethod,
  standing: "draft",
  id: "auth-capture-card",
  order: 3,
  scheme: "auth-capture",
  namespace: "card",
  network: "card:visa",
  chain: card,
  reader,
  payloadSchema: "auth-capture-card-payload",
  // 8.1: the payload carries tokens and references only; 4.4: a member is added once somebody needs it.
  closedPayload: true,

  configuredExtra: ({ chain }) => ({ psp: chain.psp.name, paymentFlow: "escrow" }),
  offeredExtra: ({ chain }) => ({ psp: chain.psp.name, paymentFlow: "escrow" }),
  // Cards are held before a resource is served, and charged after it.
  flowExtra: () => undefined,
  routes: ({ accept }) => [
    { id: "yen", method: "GET", path: "/x402/yen", description: "Priced in a currency without minor units", mimeType: "application/json", accepts: [{ ...accept("yen", "150"), asset: "JPY" }] },
    { id: "dinar", method: "GET", path: "/x402/dinar", description: "Priced in a currency with three decimals", mimeType: "application/json", accepts: [{ ...accept("dinar", "1250"), asset: "KWD" }] },
    { id: "euro", method: "GET", path: "/x402/euro", description: "Priced in euro", mimeType: "application/json", accepts: [{ ...accept("euro", "990"), asset: "EUR" }] },
    { id: "networks", method: "GET", path: "/x402/networks", description: "Paid by a card of either network", mimeType: "application/json", accepts: [accept("networks/0", "10000"), { ...accept("networks/1", "10000"), network: "card:mastercard" }] },
    { id: "deadline", method: "GET", path: "/x402/deadline", description: "Captured before a moment that is told", mimeType: "application/json", accepts: [accept("deadline", "10000", { captureDeadline: FAR_DEADLINE })] },
    { id: "card-first", method: "GET", path: "/x402/card-first", description: "A card, or a chain", mimeType: "application/json", accepts: [accept("card-first", "10000"), ON_A_CHAIN] },
    { id: "chain-first", method: "GET", path: "/x402/chain-first", description: "A chain, or a card", mimeType: "application/json", accepts: [ON_A_CHAIN, accept("chain-first", "10000")] },
  ],
  supported: () => ({ kindExtra: KIND, signers: {}, moreKinds: [{ scheme: "auth-capture", network: "card:mastercard", extra: KIND }, { scheme: ON_A_CHAIN.scheme, network: ON_A_CHAIN.network }] }),
  isPayable: ({ payTo, extra }) => payTo !== "" && typeof extra?.["psp"] === "string" && extra["paymentFlow"] === "escrow",

  createFacilitator,
  // 8.2: facilitators limit how often a card is authorized. So each payment is by a card of its own.
  createPayload: createRailPayload({}),
  // Nothing is looked at before the hold: the text has no verification on cards.
  forged: () => ({}),
  refusedAt: "settle",
  collecting: ({ payload: { paymentId }, terms: { amount } }) => ({ type: "capture", amount, paymentId }),
  onNetwork: (network) => (/^card:[a-z0-9-]{1,32}$/.test(network) ? {} : undefined),
};
