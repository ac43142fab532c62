import type { PaymentRequirements } from "../../../../spec/types.ts";
import { readBooks } from "../../../methods/auth-capture-card/books.ts";
import type { CardEnvelope, CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import { edited, type Envelope } from "../../../seats/facilitator-seat.ts";

/** What a server sends to end a payment: scheme_auth_capture_card.md 4.6. */
export interface Lifecycle {
  /** `capture`, `void`, or what cards do not have. */
  readonly type: string;
  /** Minor units, for a capture. */
  readonly amount?: string;
}

export interface CardCase {
  /** A good payment with a token of its own, so that what becomes of it is told from what becomes of others. */
  pay(options?: { readonly as?: string; readonly terms?: Partial<PaymentRequirements>; readonly singleUse?: boolean; readonly token?: string; readonly paymentId?: string }): Promise<CardEnvelope>;
  /** Such a payment, held, and how it stands then: twice tried, since others may be settled at the same time. */
  hold(options?: Parameters<CardCase["pay"]>[0]): Promise<CardEnvelope>;
  /** A token of the payer. @param options.as test instrument, see simulators/rails/README.md */
  token(options?: { readonly as?: string; readonly singleUse?: boolean; readonly psp?: string }): string;
  /** Records how the payments of the case stand now. */
  look(when: string, currency?: string): void;
  /** The provider's id of the payment's hold, where there is one now. */
  intentOf(payment: CardEnvelope): string | undefined;
}

/** A case on cards: cases of one run share the providers, so what is looked at is what the case's own tokens paid for. */
export function cardCase(seat: CardFacilitatorSeat): CardCase {
  const tokens = new Set<string>();
  const { world } = seat.node;
  const token: CardCase["token"] = ({ as = "card_visa", psp = seat.node.psp.name, singleUse = false } = {}) => {
    const provider = world.psps.get(psp);
    if (provider === undefined) throw new Error(`The rails have no provider ${psp}`);
    const { id } = provider.control.tokens.mint({ owner: seat.wallet().address, as, singleUse });
    tokens.add(id);
    return id;
  };
  const pay: CardCase["pay"] = async ({ as, terms, singleUse, token: given, paymentId } = {}) => {
    const used = given ?? token({ ...(as === undefined ? {} : { as }), ...(singleUse === undefined ? {} : { singleUse }) });
    tokens.add(used);
    return await seat.payment({ token: used, ...(paymentId === undefined ? {} : { paymentId }), ...(terms === undefined ? {} : { requirements: seat.requirements(terms) }) });
  };
  const look: CardCase["look"] = (when, currency = seat.node.asset) => seat.mark("books", readBooks({ chain: seat.node, when, tokens, payer: seat.wallet().address, currency }));
  return {
    token,
    pay,
    async hold(options) {
      const payment = await pay(options);
      await seat.settle(payment, "hold", { attempts: 2 });
      look("held");
      return payment;
    },
    look,
    intentOf: (payment) => seat.node.psp.control.intents().find(({ paymentMethod }) => paymentMethod === payment.paymentPayload.payload.token)?.id,
  };
}

/** The settle that follows a hold, as the payment's server sends it. */
export function lifecycle(payment: CardEnvelope, operation: Lifecycle): Envelope {
  return edited(payment as Envelope, (copy) => {
    const { paymentId } = copy.paymentPayload.payload;
    copy.paymentPayload.payload = { ...operation, paymentId };
  });
}

export const capture = (payment: CardEnvelope, amount: string): Envelope => lifecycle(payment, { type: "capture", amount });
export const release = (payment: CardEnvelope): Envelope => lifecycle(payment, { type: "void" });

/** The terms of both sides, changed alike. */
export function withTerms(payment: CardEnvelope, terms: Readonly<Record<string, unknown>>): CardEnvelope {
  return edited(payment, (copy) => {
    Object.assign(copy.paymentPayload.accepted, terms);
    Object.assign(copy.paymentRequirements, terms);
  });
}

/** Round trips to the target that change nothing: what was sent before has reached it by then. */
export async function meanwhile(seat: CardFacilitatorSeat): Promise<void> {
  for (let trip = 0; trip < 5; trip += 1) await seat.supported("meanwhile");
}
