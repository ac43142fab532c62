import type { RailChain } from "../../simulators/rails/index.ts";
import type { PaymentMethod } from "./method.ts";
import { railAccess, railDialect } from "./rail-access.ts";
import { createRailPayload, madeUpIntent, payloadDefect, type RailBend, tokensOfPayload } from "./rail-payment.ts";
import { agree } from "./bank-agreement.ts";

type Parts<Names extends keyof PaymentMethod> = Pick<PaymentMethod<RailChain, RailBend>, Names>;

/** The provider that offers name. */
export const PSP = "simpay";
export const PROVIDERS = [PSP, "otherpay"] as const;

/** What every method over a fiat rail has in common. */
export const railMethod: Parts<"rpc" | "access" | "knowsServers" | "verified" | "funds" | "transactionId" | "refusal" | "isOperation" | "tokens"> = {
  rpc: railDialect,
  access: railAccess,
  knowsServers: true,
  verified: [],
  // Cents.
  funds: { payer: 100_000_000n, sponsor: { amount: 0n, nativeAmount: 0n } },
  transactionId: ({ randomBytes }) => madeUpIntent(randomBytes),
  refusal: ({ payload }) => payloadDefect(payload),
  isOperation: ({ type }) => type !== undefined,
  tokens: tokensOfPayload,
};

/** What payments over banks have in common beside that. */
export const bankMethod: typeof railMethod & Parts<"standing" | "scheme" | "isPayable" | "createPayload" | "forged"> = {
  ...railMethod,
  // The texts are our own: spec/experimental.
  standing: "experimental",
  scheme: "exact",
  isPayable: ({ payTo, extra }) => payTo !== "" && typeof extra?.["psp"] === "string" && typeof extra["deliverOn"] === "string",
  createPayload: createRailPayload({ prepare: agree }),
  forged: () => ({}),
};
