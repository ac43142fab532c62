import { loadAchReturnCodes, loadSepaReasonCodes } from "../../../spec/registry-fiat.ts";
import { achBounceType } from "../ach/scheme.ts";
import { DECLINES, DECLINES_BY_CODE } from "../card/declines.ts";
import { CARD_NETWORKS, type CardBehaviour, type CardNetwork } from "../card/types.ts";
import { HOUR, MINUTE, SECOND } from "../clock.ts";
import type { DebitAccount } from "../debit/types.ts";
import { sepaBounceTypes } from "../sepa/debit-scheme.ts";
import { ABOVE_LIMIT, NO_FUNDS } from "../sepa/instant-rail.ts";
import type { InstantBehaviour } from "../sepa/instant-types.ts";

/** A card or account for tests, and how it behaves. */
export type InstrumentKind =
  | { readonly type: "card"; readonly network: CardNetwork; readonly behaviour: CardBehaviour }
  | { readonly type: "us_bank_account"; readonly behaviour: DebitAccount["behaviour"] }
  | { readonly type: "sepa_debit"; readonly behaviour: DebitAccount["behaviour"] }
  | { readonly type: "sepa_instant"; readonly behaviour: InstantBehaviour; readonly limit?: bigint };

export interface TestInstrument {
  /** e.g. `card_visa_insufficient_funds`. */
  readonly name: string;
  readonly summary: string;
  readonly kind: InstrumentKind;
}

const APPROVE = { kind: "approve" } as const;
const SOFT = { kind: "decline", name: "try_again_later" } as const;

const CARDS: readonly { readonly suffix: string; readonly summary: string; readonly behaviour: CardBehaviour }[] = [
  { suffix: "", summary: "Approved.", behaviour: { answers: [APPROVE] } },
  ...Object.entries(DECLINES).flatMap(([name, { class: kind }]) => (kind === "authentication-required" ? [] : [{ suffix: `_${name}`, summary: `Declined each time (${kind}): ${name}.`, behaviour: { answers: [{ kind: "decline", name }] } satisfies CardBehaviour }])),
  { suffix: "_soft_once", summary: "Declined softly once, approved at the second attempt.", behaviour: { answers: [SOFT, APPROVE] } },
  { suffix: "_soft_twice", summary: "Declined softly twice, approved at the third attempt.", behaviour: { answers: [SOFT, SOFT, APPROVE] } },
  { suffix: "_challenge", summary: "The issuer wants the cardholder authenticated, who does so.", behaviour: { answers: [{ kind: "challenge", cardholder: "authenticates" }] } },
  { suffix: "_challenge_failed", summary: "The issuer wants the cardholder authenticated, who fails.", behaviour: { answers: [{ kind: "challenge", cardholder: "fails" }] } },
  { suffix: "_part", summary: "Half of the amount is approved, for merchants who take a part.", behaviour: { answers: [{ kind: "approve-part", percent: 50 }] } },
  { suffix: "_short_hold", summary: "Approved; the issuer lets go of the hold after an hour.", behaviour: { answers: [APPROVE], holdFor: HOUR } },
  { suffix: "_capture_acknowledged", summary: "Approved; a capture is acknowledged and confirmed ten minutes later.", behaviour: { answers: [APPROVE], capture: "acknowledged" } },
  { suffix: "_capture_lost", summary: "Approved; a capture is acknowledged and fails ten minutes later.", behaviour: { answers: [APPROVE], capture: "acknowledged-then-failed" } },
];

const INSTANT: readonly { readonly suffix: string; readonly summary: string; readonly behaviour: InstantBehaviour }[] = [
  { suffix: "", summary: "Accepted at once.", behaviour: { kind: "accept", after: 0 } },
  { suffix: "_slow", summary: "Accepted after eight seconds.", behaviour: { kind: "accept", after: 8 * SECOND } },
  { suffix: `_reject_${NO_FUNDS.toLowerCase()}`, summary: `Rejected at once as ${NO_FUNDS} by the payer's own bank, which finds too little money.`, behaviour: { kind: "reject", code: NO_FUNDS, after: 0 } },
  { suffix: "_no_answer_accepted", summary: "No answer in time; accepted, as is known ten minutes later.", behaviour: { kind: "no-answer", turnsOut: "accepted", after: 10 * MINUTE } },
  { suffix: "_no_answer_rejected", summary: "No answer in time; rejected, as is known ten minutes later.", behaviour: { kind: "no-answer", turnsOut: "rejected", after: 10 * MINUTE } },
];

const instruments: readonly TestInstrument[] = [
  ...CARD_NETWORKS.flatMap((network) => CARDS.map(({ suffix, summary, behaviour }) => ({ name: `card_${network}${suffix}`, summary, kind: { type: "card", network, behaviour } satisfies InstrumentKind }))),
  ...DECLINES_BY_CODE.map(({ network, name, meaning, decline }): TestInstrument => ({ name: `card_${network}_${name}`, summary: `Declined each time (${decline.class}): ${meaning}`, kind: { type: "card", network, behaviour: { answers: [{ kind: "decline", name }] } } })),
  { name: "ach", summary: "Debits settle.", kind: { type: "us_bank_account", behaviour: { kind: "settle" } } },
  ...loadAchReturnCodes().map(({ code, meaning }): TestInstrument => {
    const type = achBounceType(code);
    return { name: `ach_${code.toLowerCase()}`, summary: `Debits come back ${type === "reject" ? "before" : "after"} settlement as ${code}: ${meaning}`, kind: { type: "us_bank_account", behaviour: { kind: "bounce", bounce: { type, code } } } };
  }),
  { name: "ach_turned_down", summary: "The provider makes no debit, for a reason of its own.", kind: { type: "us_bank_account", behaviour: { kind: "turn-down", code: null } } },
  { name: "ach_turned_down_r02", summary: "The provider makes no debit: it knows that the account is closed.", kind: { type: "us_bank_account", behaviour: { kind: "turn-down", code: "R02" } } },
  { name: "sepa_debit", summary: "Debits settle.", kind: { type: "sepa_debit", behaviour: { kind: "settle" } } },
  ...loadSepaReasonCodes().flatMap(({ code, meaning }) =>
    sepaBounceTypes(code).map((type): TestInstrument => ({ name: `sepa_debit_${type}_${code.toLowerCase()}`, summary: `Debits end in a ${type} as ${code}: ${meaning}`, kind: { type: "sepa_debit", behaviour: { kind: "bounce", bounce: { type, code } } } })),
  ),
  { name: "sepa_debit_turned_down", summary: "The provider makes no collection, for a reason of its own.", kind: { type: "sepa_debit", behaviour: { kind: "turn-down", code: null } } },
  { name: "sepa_debit_turned_down_ac04", summary: "The provider makes no collection: it knows that the account is closed.", kind: { type: "sepa_debit", behaviour: { kind: "turn-down", code: "AC04" } } },
  { name: "sepa_instant_limited", summary: `Accepted at once up to EUR 10.00; above that rejected as ${ABOVE_LIMIT} by the payer's own bank.`, kind: { type: "sepa_instant", behaviour: { kind: "accept", after: 0 }, limit: 1_000n } },
  ...INSTANT.map(({ suffix, summary, behaviour }): TestInstrument => ({ name: `sepa_instant${suffix}`, summary, kind: { type: "sepa_instant", behaviour } })),
  ...loadSepaReasonCodes().flatMap(({ code, meaning, uses }) =>
    uses.some(({ scheme, transactions }) => scheme === "sct-inst" && transactions.includes("reject"))
      ? [{ name: `sepa_instant_reject_${code.toLowerCase()}`, summary: `Rejected at once as ${code}: ${meaning}`, kind: { type: "sepa_instant", behaviour: { kind: "reject", code, after: 0 } } satisfies InstrumentKind }]
      : [],
  ),
];

/** Every outcome a rail has, by name. */
export const TEST_INSTRUMENTS: ReadonlyMap<string, TestInstrument> = new Map(instruments.map((instrument) => [instrument.name, instrument]));

/** Tokens that anybody may use, one per test instrument. Their money comes from outside. */
export const testTokenOf = (name: string): string => `pm_test_${name}`;

/** @returns `undefined` for a token that is none of {@link testTokenOf} */
export function testInstrumentOf(token: string): TestInstrument | undefined {
  return token.startsWith("pm_test_") ? TEST_INSTRUMENTS.get(token.slice("pm_test_".length)) : undefined;
}
