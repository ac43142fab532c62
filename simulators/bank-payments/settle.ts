import type { SettleResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints } from "../faults.ts";
import type { PaymentToJudge } from "../schemes/scheme.ts";
import type { Answers } from "./answers.ts";
import type { Authorization } from "./authorize.ts";
import { type FacilitatorParts, refusal } from "./facilitator-parts.ts";
import type { Inquirer } from "./inquire.ts";
import { digest } from "./payment-id.ts";
import type { BankRequest, ReadBankRequest } from "./read-request.ts";
import { isFinal, type PaymentRecord } from "./records.ts";
import { createSubmitter } from "./submit.ts";
import { createTurns } from "./turns.ts";

/** A settle of a client's payload: experimental/bank-payments.md, 6.2 to 6.6. */

export const faults = defineFaults({
  "facilitator.bank-payments.settled-again": { role: "facilitator", bug: "BUG: tells every settle of a settled payment to deliver" },
  "facilitator.bank-payments.accepted-again": { role: "facilitator", bug: "BUG: tells every settle of an accepted payment to deliver" },
  "facilitator.bank-payments.delivers-at-once": { role: "facilitator", bug: "BUG: tells all settles of a payment that come at the same time to deliver" },
  "facilitator.bank-payments.settles-anew": { role: "facilitator", bug: "BUG: orders another payment when a payload over banks is settled again" },
  "facilitator.bank-payments.conflict-ignored": { role: "facilitator", bug: "BUG: answers a paymentId with another token or other terms like the payment that has it" },
  "facilitator.bank-payments.refused-submitted-again": { role: "facilitator", bug: "BUG: submits a refused payment again" },
  "facilitator.bank-payments.returned-submitted-again": { role: "facilitator", bug: "BUG: submits a payment again that came back" },
  "facilitator.bank-payments.silence-final": { role: "facilitator", bug: "BUG: gives a payment up when the PSP does not answer its order" },
  "facilitator.bank-payments.silence-ordered-anew": { role: "facilitator", bug: "BUG: orders a payment as another one when the PSP did not answer the first order" },
});

/** A fault's: tells an order that there must not be from others. */
const STRAY = 9;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 200;

/** Where a payment stands after its settle: all that can be told of it, or nothing but that. */
type Standing = { readonly kind: "current" | "unknown"; readonly record: PaymentRecord } | { readonly kind: "none"; readonly reason: string };

export interface SettleParts extends FacilitatorParts {
  readonly read: (presented: PaymentToJudge) => ReadBankRequest;
  readonly authorize: (request: BankRequest) => Promise<Authorization>;
  readonly inquirer: Inquirer;
  readonly answers: Answers;
}

export function createSettle(parts: SettleParts): (presented: PaymentToJudge) => Promise<SettleResponse> {
  const { network, records, effects, inquirer, answers, bends } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });
  const submit = createSubmitter(parts);
  const payments = createTurns();
  const authorizations = createTurns();

  const start = async (request: BankRequest): Promise<Standing> => {
    const authorization = await parts.authorize(request);
    // Nothing was started, and yet the payer's side cannot know: it presents the payment again.
    if (!authorization.ok) return { kind: "none", reason: authorization.reason ?? "unexpected_settle_error" };
    const { payer, mandate, single, further } = authorization;
    if (single !== undefined && !records.claim(single, request.key) && bends.overlooksConsent?.("used") !== true) return { kind: "none", reason: request.terms.rail.unauthorized };
    const { terms, key, fingerprint } = request;
    const record = records.put(key, {
      payTo: terms.payTo,
      psp: terms.psp,
      rail: terms.rail.name,
      deliverOn: terms.deliverOn,
      amount: String(terms.amount),
      terms: fingerprint,
      ...(mandate === undefined ? {} : { mandate }),
      ...(payer === undefined ? {} : { payer }),
      startedAt: effects.now(),
      state: "starting",
      transaction: "",
      delivered: false,
    });
    return await ordered({ request, record, further });
  };

  const ordered = async (options: Parameters<typeof submit>[0]): Promise<Standing> => {
    const submitted = await submit(options);
    if (submitted.kind === "not-started") return { kind: "none", reason: submitted.reason };
    return { kind: submitted.kind === "known" ? "current" : "unknown", record: submitted.record };
  };

  const resume = async (request: BankRequest, record: PaymentRecord): Promise<Standing> => {
    const { key } = request;
    if (record.state === "starting" && fault("facilitator.bank-payments.silence-final")) return { kind: "unknown", record };
    if (record.state === "starting" && fault("facilitator.bank-payments.silence-ordered-anew")) return await ordered({ request, record: records.put(key, again(record)) });
    if ((record.state === "refused" && fault("facilitator.bank-payments.refused-submitted-again")) || (record.state === "returned" && fault("facilitator.bank-payments.returned-submitted-again"))) {
      return await ordered({ request, record: records.put(key, again(record)) });
    }
    const inquiry = await inquirer.ask(key, record);
    if (inquiry.kind === "none") return await ordered({ request, record });
    return { kind: inquiry.kind, record: inquiry.record };
  };

  /** An instant rail answers within seconds, and that answer is worth waiting for: experimental/sepa.md, 3.2. */
  const answered = async (request: BankRequest, standing: Standing): Promise<Standing> => {
    const { rail } = request.terms;
    if (standing.kind !== "current" || rail.answersWithin === undefined || !isUnanswered(standing.record) || bends.waitsNot?.(rail) === true) return standing;
    const until = standing.record.startedAt + rail.answersWithin;
    let latest = standing;
    for (let wait = FIRST_WAIT_MS; isUnanswered(latest.record) && effects.now() < until && !parts.isClosed(); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      await parts.pause(wait);
      const inquiry = await inquirer.ask(request.key, latest.record);
      if (inquiry.kind === "current") latest = { kind: "current", record: inquiry.record };
    }
    return latest;
  };

  /** @param early whether it came before the payment had been delivered for */
  const settleInTurn = async (request: BankRequest, early: boolean): Promise<SettleResponse> => {
    const known = records.get(request.key);
    if (known !== undefined && known.terms !== request.fingerprint && !fault("facilitator.bank-payments.conflict-ignored")) return refusal(parts, network.codes.idConflict);
    const isDebit = request.terms.rail.authorization === "mandate";
    // What comes of the other payment is not told: it is not the one that is known.
    if (known !== undefined && known.state !== "starting" && !isFinal(known) && isDebit && fault("facilitator.bank-payments.settles-anew")) await submit({ request, record: { ...known, attempt: STRAY } });
    const begin = async (): Promise<Standing> => (known === undefined ? await start(request) : await resume(request, known));
    // What is looked at here and used up there is not used by two: an authorisation can be for one payment.
    const unused = known === undefined || known.state === "starting";
    const standing = await answered(request, unused ? await authorizations.take(digest([request.terms.psp, request.token]), begin) : await begin());
    if (standing.kind === "none") return refusal(parts, standing.reason);
    // What another one has learnt meanwhile counts as well.
    const record = records.get(request.key) ?? standing.record;
    return standing.kind === "unknown" && !isFinal(record) ? answers.unknown(record) : deliver(request.key, record.state === "starting" ? standing.record : record, early);
  };

  /** Gives the reply that delivers, once: clause 6.4. It is noted before it leaves. */
  const deliver = (key: string, record: PaymentRecord, early: boolean): SettleResponse => {
    if (!deliversIn(record)) return answers.state(record);
    if (!record.delivered) return answers.state(records.put(key, { ...record, delivered: true }));
    if (early && fault("facilitator.bank-payments.delivers-at-once")) return answers.state(record);
    if (record.deliverOn === "settled" && fault("facilitator.bank-payments.settled-again")) return answers.state(record);
    return record.deliverOn === "accepted" && fault("facilitator.bank-payments.accepted-again") ? answers.state(record) : answers.duplicate(record);
  };

  return async (presented) => {
    const read = parts.read(presented);
    if (!read.ok) return refusal(parts, read.reason);
    const { request } = read;
    const early = records.get(request.key)?.delivered !== true;
    return await payments.take(request.key, async () => await settleInTurn(request, early));
  };
}

/** Whether a settle that finds a payment in this state is told to deliver. */
export function deliversIn({ state, deliverOn }: PaymentRecord): boolean {
  return state === "settled" || (state === "pending" && deliverOn === "accepted");
}

function isUnanswered({ state, unanswered }: PaymentRecord): boolean {
  return state === "pending" && unanswered === true;
}

/** A fault's: the same payment, as another one at the PSP. */
function again(record: PaymentRecord): PaymentRecord {
  const { reasonCode: _, settlementDate: __, ...kept } = record;
  return { ...kept, state: "starting", transaction: "", attempt: (record.attempt ?? 0) + 1 };
}
