import type { RailChain } from "../../../simulators/rails/index.ts";

/** How the payments of a case stand at the providers, read there and not asked of the target. */
export interface Books {
  /** Which moment of the case. */
  readonly when: string;
  readonly intents: readonly IntentFacts[];
  /** Of the payer, in minor units in decimal: set aside for payments, and left. */
  readonly held: string;
  readonly balance: string;
}

/** A payment intent of a provider. Amounts are minor units. */
export interface IntentFacts {
  readonly psp: string;
  readonly id: string;
  /** The provider's word, e.g. `requires_capture`. */
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  /** Still held. */
  readonly capturable: number;
  readonly received: number;
  readonly refunded: number;
  readonly merchant: string;
  readonly token: string;
  readonly indicator: string | null;
  /** Authorizations that the issuer was asked for. */
  readonly attempts: number;
  /** Whether the issuer approved one, whatever became of it. */
  readonly approved: boolean;
}

/** @param options.tokens whose payments are told */
export function readBooks(options: { readonly chain: RailChain; readonly when: string; readonly tokens: ReadonlySet<string>; readonly payer: string; readonly currency: string }): Books {
  const { chain, when, tokens, payer, currency } = options;
  const intents = [...chain.world.psps].flatMap(([psp, { control }]) =>
    control
      .intents()
      .filter(({ paymentMethod }) => paymentMethod !== null && tokens.has(paymentMethod))
      .map(({ id, paymentMethod }): IntentFacts => {
        const shown = control.intent(id) ?? {};
        const indicator = shown["transaction_indicator"];
        return {
          psp,
          id,
          status: String(shown["status"]),
          amount: Number(shown["amount"]),
          currency: String(shown["currency"]),
          capturable: Number(shown["amount_capturable"]),
          received: Number(shown["amount_received"]),
          refunded: Number(shown["amount_refunded"]),
          merchant: String(shown["merchant_account"]),
          token: paymentMethod ?? "",
          indicator: typeof indicator === "string" ? indicator : null,
          attempts: Number(shown["attempts"]),
          approved: ["requires_capture", "succeeded"].includes(String(shown["status"])) || control.webhooks.events({ intent: id }).some(({ type }) => type === "payment_intent.requires_capture" || type === "payment_intent.succeeded"),
        };
      }),
  );
  return { when, intents, held: chain.world.held({ owner: payer, currency }).toString(), balance: chain.world.balance({ owner: payer, currency }).toString() };
}
