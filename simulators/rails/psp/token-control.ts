import type { PspContext } from "./context.ts";
import { type ConsentTerms, giveConsent, OPEN_CONSENT, revokeConsent } from "./consents.ts";
import { createMandate, type MandateTerms } from "./mandates.ts";
import { findPaymentMethod, mint, openInstrument } from "./payment-methods.ts";
import { type InstrumentKind, TEST_INSTRUMENTS } from "./test-instruments.ts";
import type { Mandate, PaymentMethod } from "./types.ts";

/** Name of a test instrument, e.g. `card_visa_challenge`, or a behaviour of one's own. */
export type InstrumentChoice = string | InstrumentKind;

/** Tokens, and the cards and accounts behind them. */
export interface TokenControl {
  /**
   * A token of a payer. Its payments draw on what the payer has, and happen on the payer's timeline.
   *
   * @param options.id of the token; one that is there is returned as it is
   * @param options.of another token, for a second one of the same card or account
   * @param options.backed whether money comes from outside when the payer has none. Default false
   * @param options.consent of an account that is paid from by instant transfer. Default: to anything, again and again
   */
  mint(options: { owner: string; as: InstrumentChoice; id?: string; of?: string; singleUse?: boolean; backed?: boolean; consent?: ConsentTerms | "none" }): PaymentMethod;
  /** Changes how the card or account behind a token behaves. It stays of its type, and a card of its network. */
  behave(options: { token: string; as: InstrumentChoice }): void;
  get(token: string): PaymentMethod | undefined;
  /** The payer authorizes a merchant's debits. */
  mandate(options: { token: string; merchant: string } & MandateTerms): Mandate;
  /** The payer consents to a transfer, in place of any consent the token had. */
  consent(options: { token: string } & ConsentTerms): PaymentMethod;
  /** The payer takes the consent back. */
  revokeConsent(token: string): PaymentMethod;
}

export function createTokens(psp: PspContext): TokenControl {
  return {
    mint({ owner, as, id, of, singleUse = false, backed = false, consent = OPEN_CONSENT }) {
      const known = id === undefined ? undefined : psp.cell.current.paymentMethods.get(id);
      if (known !== undefined) return known;
      const kind = kindOf(as);
      const instrument = of === undefined ? openInstrument(psp, { owner, kind, backed }) : findPaymentMethod(psp, of).instrument;
      const method = mint(psp, { ...(id === undefined ? {} : { id }), type: kind.type, instrument, owner, singleUse });
      return kind.type === "sepa_instant" && consent !== "none" ? giveConsent(psp, { method, terms: consent }) : method;
    },
    behave({ token, as }) {
      const { type, instrument } = findPaymentMethod(psp, token);
      const kind = kindOf(as);
      const { card, ach, sepaDebit, sepaInstant } = psp.rails;
      if (kind.type !== type) throw new Error(`A payment method of the type ${type} cannot behave like one of the type ${kind.type}.`);
      if (kind.type === "card") card.issue({ ...card.card(instrument), behaviour: kind.behaviour });
      else if (kind.type === "us_bank_account") ach.open({ ...ach.account(instrument), behaviour: kind.behaviour });
      else if (kind.type === "sepa_debit") sepaDebit.open({ ...sepaDebit.account(instrument), behaviour: kind.behaviour });
      else {
        const { limit: _, ...account } = sepaInstant.account(instrument);
        sepaInstant.open({ ...account, behaviour: kind.behaviour, ...(kind.limit === undefined ? {} : { limit: kind.limit }) });
      }
    },
    get: (token) => psp.cell.current.paymentMethods.get(token),
    mandate: ({ token, ...terms }) => createMandate(psp, { ...terms, method: findPaymentMethod(psp, token) }),
    consent: ({ token, ...terms }) => giveConsent(psp, { method: findPaymentMethod(psp, token), terms }),
    revokeConsent: (token) => revokeConsent(psp, findPaymentMethod(psp, token)),
  };
}

function kindOf(choice: InstrumentChoice): InstrumentKind {
  if (typeof choice !== "string") return choice;
  const found = TEST_INSTRUMENTS.get(choice);
  if (found === undefined) throw new Error(`There is no test instrument ${choice}. Some of them: ${[...TEST_INSTRUMENTS.keys()].slice(0, 12).join(", ")}, …`);
  return found.kind;
}
