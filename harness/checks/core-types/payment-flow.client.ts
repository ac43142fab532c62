import { check, type Check } from "../check.ts";
import { besideGoodTwin, byOtherMethod, clientSteps, paid, type Paid, paymentsOf, sameText } from "../client-steps.ts";
import { isSignedFor, readAuthorization } from "../eip3009-signature.ts";
import type { Trace } from "../../trace/trace.ts";

/** x402-specification-v2.md §2, the core payment flow, and §5.1.2 and §6 on choosing an offer, as clients keep them. */

/** Payments after which a scripted server gave up; see the scenarios. A client that reached it does not stop by itself. */
const PATIENCE = 10;

export const checks: readonly Check[] = [
  check({
    id: "core.flow.retry-with-payment",
    requirement: "core.flow.retry-with-payment",
    appliesTo: { scenarios: "client/http/paid" },
    witness(trace) {
      const asked = clientSteps(trace).filter(({ attempts, outcome }) => outcome !== undefined && attempts.some(({ response }) => response?.status === 402));
      return asked.length === 0 ? undefined : asked;
    },
    judge({ witness, pass, fail }) {
      const unpaid = witness.find((step) => paymentsOf(step).length === 0);
      return unpaid === undefined
        ? pass({ at: witness.flatMap(paymentsOf).map(({ attempt }) => attempt.request) })
        : fail(`the client was made an offer it can pay, in step "${unpaid.as}", and did not repeat the request with a payment`, { expected: "a second request with PAYMENT-SIGNATURE", actual: unpaid.outcome?.message ?? `${unpaid.attempts.length} request(s) without`, at: unpaid.attempts[0]?.response });
    },
    killedBy: ["client.flow.never-pays"],
  }),
  // The proof of everything the other checks say one by one: a payment they all find good moves the money.
  check({
    id: "core.flow.retry-with-payment.settles",
    requirement: "core.flow.retry-with-payment",
    title: "What the client sends is a payment: it settles on the chain.",
    appliesTo: { scenarios: "client/http/paid" },
    witness(trace) {
      const payments = paid(trace).filter(({ step }) => step.mark.settleOnChain);
      const judged = payments.every((payment) => looksGood(payment) || byOtherMethod(payment));
      return payments.length > 0 && judged && trace.mark("chain-read") !== undefined && payments.every((payment) => wasDecided(payment, trace)) ? payments : undefined;
    },
    judge({ witness, trace, pass, fail, notApplicable }) {
      if (witness.some(byOtherMethod)) return notApplicable("the client pays by another method than EIP-3009, the one that is judged here");
      // EIP-3009 has a payment valid after validAfter: one dated to the moment is not yet, for the rest of that second.
      if (witness.some(({ message, attempt }) => Number(readAuthorization(message)?.validAfter) >= attempt.at)) return notApplicable("the payment is not valid yet when it is sent, and this case does not wait for it");
      const transfers = trace.transfers();
      const moved = (payment: Paid): boolean => transfers.some(({ sender, recipient, amount }) => sameText(sender, payment.step.mark.wallet) && sameText(recipient, payment.offer?.["payTo"]) && amount === payment.offer?.["amount"]);
      const lost = witness.find((payment) => !moved(payment));
      return lost === undefined ? pass({ at: transfers }) : fail(`the payment of step "${lost.step.as}" did not settle`, { expected: `a transfer of ${String(lost.offer?.["amount"])} to ${String(lost.offer?.["payTo"])}`, actual: trace.marks("settled"), at: lost.attempt.request });
    },
    killedBy: ["client.exact-evm.signature-high-s"],
  }),
  // "Unbounded" is read generously: ten signed payments for one purchase are not a retry.
  check({
    id: "core.flow.single-retry",
    requirement: "core.flow.single-retry",
    appliesTo: { scenarios: "client/core-types/refused-again" },
    witness: (trace) => refused(trace, "refused"),
    judge: ({ witness, pass, fail }) => (witness.length < PATIENCE ? pass({ at: witness.map(({ attempt }) => attempt.request) }) : fail("the client signs one payment after the other as long as it is asked to", { expected: `to stop before ${PATIENCE} payments`, actual: witness.length, at: witness.map(({ attempt }) => attempt.request) })),
    killedBy: ["client.flow.signs-without-end"],
  }),
  check({
    id: "core.flow.single-retry.dropped",
    requirement: "core.flow.single-retry",
    title: "A client does not sign one payment after the other when the connection of the paid request breaks.",
    appliesTo: { scenarios: "client/core-types/dropped" },
    witness: (trace) => refused(trace, "dropped"),
    judge: ({ witness, pass, fail }) => (witness.length < PATIENCE ? pass({ at: witness.map(({ attempt }) => attempt.request) }) : fail("the client signs a new payment each time the connection breaks", { expected: `to stop before ${PATIENCE} payments`, actual: witness.length, at: witness.map(({ attempt }) => attempt.request) })),
    killedBy: ["client.flow.signs-after-drop"],
  }),
  check({
    id: "core.flow.selects-supported.first",
    requirement: "core.flow.selects-supported",
    title: "A client picks the offer it supports, wherever it stands among others.",
    appliesTo: { scenarios: "client/core-types/unsupported-first" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("first-")),
    judge({ witness, pass, fail }) {
      for (const step of witness) {
        const [payment] = paymentsOf(step);
        if (payment === undefined) return fail(`the client does not pay in step "${step.as}", although the last offer is one it can pay`, { expected: "a payment for the last offer", actual: step.outcome?.message ?? "none", at: step.attempts[0]?.response });
        if (payment.offer !== payment.offers.at(-1)) return fail(`the client pays an offer it cannot support, in step "${step.as}"`, { expected: JSON.stringify(payment.offers.at(-1)), actual: payment.message["accepted"], at: payment.attempt.request });
      }
      return pass({ at: witness.flatMap(paymentsOf).map(({ attempt }) => attempt.request) });
    },
    killedBy: ["client.select.unknown-scheme-aborts"],
  }),
  check({
    id: "core.flow.selects-supported.none",
    requirement: "core.flow.selects-supported",
    title: "A client pays nothing where it supports none of the offers.",
    appliesTo: { scenarios: "client/core-types/none-supported" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("none-")),
    judge({ witness, pass, fail }) {
      const [payment] = witness.flatMap(paymentsOf);
      return payment === undefined ? pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) }) : fail(`the client signs for an offer of unknown scheme or network, in step "${payment.step.as}"`, { expected: "no payment", actual: payment.message, at: payment.attempt.request });
    },
    killedBy: ["client.select.first-when-none-supported"],
  }),
];

/** Payments of a step with a signature of their own: the same one sent again is not a new payment. */
function refused(trace: Trace, as: string): readonly Paid[] | undefined {
  const signed = new Map(paid(trace, as).map((payment) => [JSON.stringify(payment.message["payload"]), payment]));
  return signed.size === 0 ? undefined : [...signed.values()];
}

/** Whether the chain's answer is to the payment: what failed for another reason than the payment says nothing of it. */
function wasDecided({ offer, message }: Paid, trace: Trace): boolean {
  if (byOtherMethod({ message, offer })) return true;
  const answers = trace.marks<{ payTo: string; errorReason?: string }>("settled").filter(({ payTo }) => sameText(payTo, offer?.["payTo"]));
  return answers.some(({ errorReason }) => errorReason === undefined || !["settlement_pending", "unexpected_settle_error"].includes(errorReason));
}

/** As far as it can be told without a chain. */
function looksGood({ message, offer, offers, decoded, attempt, step }: Paid): boolean {
  const authorization = readAuthorization(message);
  if (offer === undefined || authorization === undefined || !decoded.ok || decoded.value !== message || !strictly(message) || !offers.includes(offer)) return false;
  const { from, to, value, validBefore } = authorization;
  const accepted = message["accepted"] as Readonly<Record<string, unknown>> | undefined;
  return (
    isSignedFor({ payment: message, offer }) &&
    sameText(from, step.mark.wallet) &&
    sameText(to, offer["payTo"]) &&
    value.toString() === offer["amount"] &&
    attempt.at < Number(validBefore) &&
    ["scheme", "network", "amount", "asset", "payTo"].every((term) => sameText(accepted?.[term], offer[term]))
  );
}

/** Members of the types the text gives them. */
function strictly(message: Readonly<Record<string, unknown>>): boolean {
  const { authorization } = (message["payload"] ?? {}) as { authorization?: Readonly<Record<string, unknown>> };
  return message["x402Version"] === 2 && ["value", "validAfter", "validBefore"].every((name) => typeof authorization?.[name] === "string");
}
