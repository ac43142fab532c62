import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf, validControl } from "../facilitator-calls.ts";
import { endedCheck } from "./ended.ts";
import { credits, started, taken, type Taken, termsOf, viewAtEnd, writes } from "./evidence.ts";
import { notStartedCheck, unauthorizedReasonCheck } from "./refusals.ts";
import { ACH, onBanks } from "./rows.ts";

/** bank-payments.md, 6.1 and 6.2: what a facilitator finds invalid, and what it starts. */

const BANK = "facilitator.bank-payments";

/** Two payments that settled, of which the case tells each where and to whom. */
function moved(trace: Trace): readonly Taken[] | undefined {
  const found = taken(trace);
  return validControl(trace) === undefined || found.length < 2 ? undefined : found;
}

function oddMovement(trace: Trace, { call, token }: Taken): string | undefined {
  const { asset, amount, payTo, extra } = termsOf(call);
  const made = started(viewAtEnd(trace), token);
  const [payment] = made;
  if (payment === undefined || made.length !== 1) return `${made.length} payments at the providers`;
  if (payment.psp !== (extra as { psp?: unknown }).psp) return `a payment at ${payment.psp}`;
  if (payment.currency !== asset || payment.amount !== Number(amount) || payment.merchant !== payTo) return `${payment.amount} ${payment.currency} to ${payment.merchant}`;
  const credit = credits(trace, payment);
  if (credit.length !== 1 || credit[0]?.amount !== amount) return `credits of ${credit.map((one) => one.amount).join(", ") || "nothing"}`;
  const elsewhere = trace.transfers().find(({ transaction, recipient }) => transaction === payment.id && recipient !== payTo);
  return elsewhere === undefined ? undefined : `${elsewhere.amount} to ${elsewhere.recipient}`;
}

export const checks = [
  ...onBanks(({ network, row, on }) => [
    check({
      id: row("verify-read-only"),
      requirement: row("verify-read-only"),
      appliesTo: on("verify"),
      witness: discriminates,
      judge({ witness: { valid, invalid }, trace, pass, fail }) {
        const [payment] = viewAtEnd(trace).payments;
        if (payment !== undefined) return fail("A payment is at the provider that was verified and not settled", { expected: "none", actual: payment, at: valid.response });
        const [write] = writes(trace, { after: valid.request.seq }).filter(({ result }) => Number((result as { status?: unknown } | undefined)?.status) < 300);
        return write === undefined ? pass({ at: [valid.response, invalid.response] }) : fail("Something was made at the provider for a payment that was only verified", { expected: "reading", actual: write.method, at: write });
      },
      killedBy: [`${BANK}.verify-creates`],
    }),
    notStartedCheck({
      id: row("requirements"),
      requirement: row("requirements"),
      appliesTo: on("requirements/**"),
      what: "A payment of requirements that there are not",
      killedBy: [`${BANK}.currency-ignored`, `${BANK}.pair-ignored`, `${BANK}.psp-defaulted`, ...(network === "ach:us" ? [] : ["facilitator.exact-sepa.rail-defaulted", "facilitator.exact-sepa.instant-accepted"])],
    }),
    notStartedCheck({
      id: row("token"),
      requirement: row("token"),
      appliesTo: on("token/**"),
      what: "A payment with a token that is not for it",
      killedBy: [`${BANK}.token-unchecked`, `${BANK}.token-type-ignored`],
    }),
    check({
      id: row("moves"),
      requirement: row("moves"),
      appliesTo: on("moves/*"),
      witness: moved,
      judge({ witness, trace, pass, fail }) {
        for (const one of witness) {
          const odd = oddMovement(trace, one);
          const { asset, amount, payTo, extra } = termsOf(one.call);
          if (odd !== undefined) return fail("A payment moved otherwise than its offer says", { expected: `${String(amount)} ${String(asset)} to ${String(payTo)} at ${String((extra as { psp?: unknown }).psp)}, once`, actual: odd, at: [one.call.request, one.call.response] });
        }
        return pass({ at: witness.map(({ call }) => call.response) });
      },
      killedBy: [`${BANK}.amount-more`, `${BANK}.paid-twice`],
    }),
    check({
      id: row("verify-started"),
      requirement: row("verify-started"),
      appliesTo: on("verify-started"),
      witness(trace) {
        const [again] = answered(trace, "verify-again");
        const [first] = taken(trace);
        return validControl(trace) === undefined || first === undefined || again === undefined ? undefined : { first, again };
      },
      judge: ({ witness: { first, again }, pass, fail }) => (foundValid(again) ? fail("A payment was found valid that has been accepted and delivered for", { expected: "isValid false", actual: outcomeOf(again), at: [first.call.response, again.response] }) : pass({ at: [first.call.response, again.response] })),
      killedBy: [`${BANK}.verify-accepted-valid`],
    }),
  ]),
  notStartedCheck({
    id: ACH.row("authorization"),
    requirement: ACH.row("authorization"),
    appliesTo: ACH.on("authorization/*"),
    what: "A debit that the payer has not authorised",
    pending: true,
    killedBy: [`${BANK}.mandate-invented`, `${BANK}.mandate-other-merchant`, `${BANK}.mandate-limit-ignored`],
  }),
  unauthorizedReasonCheck({
    id: `${ACH.row("authorization")}.reason`,
    requirement: ACH.row("authorization"),
    title: "The reason is that no authorisation stands",
    appliesTo: ACH.on("authorization/*"),
    killedBy: [`${BANK}.unauthorized-other-reason`],
  }),
  endedCheck({ id: ACH.row("authorization-revoked"), on: ACH.on("authorization-revoked/*"), killedBy: [`${BANK}.mandate-revived`] }),
];
