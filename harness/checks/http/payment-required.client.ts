import { check, type Check } from "../check.ts";
import { besideGoodTwin, clientSteps, goodTwin, object, paid, type Paid, paymentsOf, sameText } from "../client-steps.ts";
import type { Trace } from "../../trace/trace.ts";

/** transports-v2/http.md, Payment Required Signaling and Response Body, as clients keep them. */

export const checks: readonly Check[] = [
  malformed({ kind: "encoding", title: "A PAYMENT-REQUIRED that cannot be decoded leads to no payment.", killedBy: ["client.http.402-truncated-repaired"] }),
  malformed({ kind: "shape", title: "A PAYMENT-REQUIRED without what makes an offer leads to no payment.", killedBy: ["client.http.402-accepts-object"] }),
  malformed({ kind: "version", title: "A PAYMENT-REQUIRED of another version leads to no version 2 payment.", killedBy: ["client.http.402-version-unchecked"] }),
  check({
    id: "http.402.body-not-authoritative",
    requirement: "http.402.body-not-authoritative",
    appliesTo: { scenarios: "client/http/conflicting-body" },
    witness(trace) {
      const payments = goodTwin(trace) === undefined ? [] : paid(trace, (as) => as.startsWith("conflict-"));
      return payments.length === 0 ? undefined : payments;
    },
    judge({ witness, trace, pass, fail }) {
      const terms = trace.marks<{ as: string; payTo: string; amount: string }>("body-terms");
      // Where a network has one recipient for all, the amount tells.
      const isOffered = ({ offers }: Paid, payTo: string): boolean => offers.some((offer) => sameText(offer["payTo"], payTo));
      const misled = witness.find((payment) => terms.some(({ as, payTo, amount }) => as === payment.step.as && pays(payment, payTo) && (!isOffered(payment, payTo) || object(payment.message["accepted"])["amount"] === amount)));
      return misled === undefined ? pass({ at: witness.map(({ attempt }) => attempt.request) }) : fail("the client pays by the terms in the body, not by those in PAYMENT-REQUIRED", { expected: JSON.stringify(misled.offers), actual: misled.message, at: misled.attempt.request });
    },
    killedBy: ["client.http.402-terms-from-body"],
  }),
  check({
    id: "http.402.body-free",
    requirement: "http.402.body-free",
    appliesTo: { scenarios: "client/http/bodies" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("body-")),
    judge({ witness, pass, fail }) {
      const unpaid = witness.find((step) => paymentsOf(step).length === 0);
      return unpaid === undefined ? pass({ at: witness.flatMap(paymentsOf).map(({ attempt }) => attempt.request) }) : fail(`the client does not pay because of the 402's body (step "${unpaid.as}")`, { expected: "a payment by the header's terms", actual: unpaid.outcome?.message ?? "none", at: unpaid.attempts[0]?.response });
    },
    killedBy: ["client.http.402-body-must-be-json"],
  }),
  check({
    id: "http.402.v1-body-only",
    requirement: "http.402.v1-body-only",
    appliesTo: { scenarios: "client/http/no-header" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("bare-")),
    judge({ witness, pass, fail }) {
      const payment = witness.flatMap(paymentsOf).find(isVersion2);
      return payment === undefined ? pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) }) : fail(`the client makes a version 2 payment out of a 402 without PAYMENT-REQUIRED (step "${payment.step.as}")`, { expected: "no version 2 payment", actual: payment.message, at: payment.attempt.request });
    },
    killedBy: ["client.http.402-v1-body-paid"],
  }),
  check({
    id: "http.header.case-insensitive.client",
    requirement: "http.header.case-insensitive",
    title: "A client recognises PAYMENT-REQUIRED in any letter case.",
    appliesTo: { scenarios: "client/http/header-case" },
    // Who paid one spelling could pay.
    witness(trace) {
      const steps = clientSteps(trace, (as) => as.startsWith("spelled-")).filter(({ outcome }) => outcome !== undefined);
      return steps.some((step) => paymentsOf(step).length > 0) ? steps : undefined;
    },
    judge({ witness, pass, fail }) {
      const unpaid = witness.find((step) => paymentsOf(step).length === 0);
      return unpaid === undefined ? pass({ at: witness.flatMap(paymentsOf).map(({ attempt }) => attempt.request) }) : fail(`the client does not recognise the header in another spelling (step "${unpaid.as}")`, { expected: "a payment", actual: unpaid.outcome?.message ?? "none", at: unpaid.attempts[0]?.response });
    },
    killedBy: ["client.http.402-header-case-sensitive"],
  }),
  check({
    id: "http.req.oversize-header.client",
    requirement: "http.req.oversize-header",
    title: "A PAYMENT-REQUIRED of 64 KB does not put a client out of order.",
    appliesTo: { scenarios: "client/http/large-header" },
    witness(trace) {
      const [step] = clientSteps(trace, "after-large");
      return besideGoodTwin(trace, "large") === undefined || step?.outcome === undefined ? undefined : step;
    },
    judge({ witness: step, pass, fail }) {
      const [payment] = paymentsOf(step);
      return payment === undefined ? fail("after a very large PAYMENT-REQUIRED the client no longer pays what it paid before", { expected: "a payment", actual: step.outcome?.message ?? "none", at: step.outcome }) : pass({ at: payment.attempt.request });
    },
    killedBy: ["client.http.wedged-by-large-header"],
  }),
];

function malformed(options: { kind: string; title: string; killedBy: readonly string[] }): Check {
  const { kind } = options;
  return check({
    id: `http.client.malformed-402.${kind}`,
    requirement: "http.client.malformed-402",
    title: options.title,
    appliesTo: { scenarios: "client/http/malformed-402" },
    witness: (trace: Trace) => besideGoodTwin(trace, (as) => as.startsWith(`${kind}-`)),
    judge({ witness, pass, fail }) {
      // A version 1 payment for version 1 terms is a matter of version 1.
      const payment = witness.flatMap(paymentsOf).find((made) => kind !== "version" || isVersion2(made));
      return payment === undefined ? pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) }) : fail(`the client signs on a malformed PAYMENT-REQUIRED (step "${payment.step.as}")`, { expected: "an error, and no payment", actual: payment.message, at: payment.attempt.request });
    },
    killedBy: options.killedBy,
  });
}

function isVersion2({ message }: Paid): boolean {
  return message["x402Version"] !== 1;
}

/** Whether an address stands anywhere in what was signed or accepted. */
function pays({ message }: Paid, address: string): boolean {
  return [message["accepted"], message["payload"]].some((part) => mentions(part, address));
}

function mentions(value: unknown, address: string): boolean {
  if (typeof value !== "object" || value === null) return sameText(value, address);
  return Object.values(value).some((member) => mentions(member, address));
}
