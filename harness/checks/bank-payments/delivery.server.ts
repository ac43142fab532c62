import { BANK_NETWORKS, type DeliverOn } from "../../methods/bank-networks.ts";
import type { HttpRequestEvent } from "../../trace/events.ts";
import type { FacilitatorCall, Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredStep, callsOf, delivers, heard, named, object, paidTwin, paymentOf, replyOf, settlementReport, type Step, steps } from "../server-steps.ts";

/** experimental/bank-payments.md 7.2, 7.3 and 7.5: what a server delivers for, and what it tells. */

/** Runs of the protected handler between a request and its answer. */
function handlerRuns(trace: Trace, { request, response }: Step): readonly HttpRequestEvent[] {
  return trace.requests({ to: "upstream" }).filter(({ seq }) => seq > request.seq && (response === undefined || seq < response.seq));
}

/** Settles of the client's payload that a step led to. */
function settlesIn(trace: Trace, step: AnsweredStep): readonly FacilitatorCall[] {
  return callsOf(trace, "settle", step).filter(({ request, body }) => request.seq > step.request.seq && request.seq < step.response.seq && object(object(object(body)["paymentPayload"])["payload"])["type"] === undefined);
}

/** Whether a step paid an offer that says so. */
function deliversOn(deliverOn: DeliverOn, { request }: Step): boolean {
  return object(object(paymentOf(request)["accepted"])["extra"])["deliverOn"] === deliverOn;
}

/** Answered steps of those names for which the facilitator was asked to settle, where a good payment of the case was served. */
function settledSteps(trace: Trace, as: (name: string) => boolean): readonly AnsweredStep[] | undefined {
  const found = paidTwin(trace) === undefined ? [] : answered(trace, as).filter((step) => settlesIn(trace, step).length > 0);
  return found.length === 0 ? undefined : found;
}

/** The same, given that none of them brought the content. */
function openSteps(trace: Trace, as: (name: string) => boolean): readonly AnsweredStep[] | undefined {
  const found = settledSteps(trace, as);
  return found?.some(({ response }) => delivers(trace, response)) === true ? undefined : found;
}

const HTTP_BENT = { "server.http.settle-failure-500": "an answer of 500 is none of 402" };
const UNREAD = { "server.facilitator.strict-settle-reply": "who cannot read a reply with extra reads no result of a bank payment" };

export const checks: readonly Check[] = BANK_NETWORKS.flatMap(({ area, method }) => {
  const row = (name: string): string => `${area}.server.${name}`;
  const at = (name: string): string => `server/${method}/${name}`;
  return [
    check({
      id: row("settled-waits"),
      requirement: row("settled-waits"),
      appliesTo: { scenarios: at("settled") },
      witness(trace) {
        const good = paidTwin(trace);
        const open = settledSteps(trace, (as) => as !== "good");
        const bound = steps(trace, (as) => as !== "good" && as !== "offer").filter((step) => deliversOn("settled", step));
        return good === undefined || open === undefined || bound.length === 0 || handlerRuns(trace, good).length === 0 ? undefined : [good, ...bound];
      },
      judge({ witness, trace, pass, fail }) {
        for (const step of witness) {
          // An earlier settle of the payment will do: what it bought may come again.
          const success = callsOf(trace, "settle", step).find((call) => replyOf(call)["success"] === true)?.response;
          const early = handlerRuns(trace, step).find(({ seq }) => success === undefined || success.seq > seq);
          if (early !== undefined) return fail(`the resource ran for ${named(step)} before a settle had succeeded`, { expected: "a settle with success, then the resource", at: [step.request, early] });
          if (step.response !== undefined && delivers(trace, step.response) && (success === undefined || success.seq > step.response.seq)) return fail(`${named(step)} was served before a settle had succeeded`, { expected: "a settle with success, then the content", actual: step.response.status, at: step.response });
        }
        return pass({ at: witness.map(({ request }) => request) });
      },
      killedBy: ["server.bank-payments.delivers-pending", "server.flow.pending-delivered", "server.flow.upfront-handler-first"],
      alsoKilledBy: {
        "server.flow.upfront-as-authorization": "who verifies and settles afterwards has run the resource by then",
        "server.bank-payments.delivers-refused": "a settle that was refused has not succeeded either",
        "server.bank-payments.delivers-unknown": "a settle of which nobody knows has not succeeded either",
      },
    }),
    check({
      id: row("settled-pending-402"),
      requirement: row("settled-pending-402"),
      appliesTo: { scenarios: at("settled") },
      witness(trace) {
        const found = settledSteps(trace, (as) => as === "pending-1" || as === "later-1")?.filter((step) => deliversOn("settled", step));
        return found?.length === 0 ? undefined : found;
      },
      judge({ witness, trace, pass, fail }) {
        for (const step of witness) {
          const reply = replyOf(settlesIn(trace, step)[0] as FacilitatorCall);
          const { response } = step;
          if (response.status !== 402) return fail("a pending settle is not answered with 402", { expected: "402", actual: response.status, at: response });
          const report = settlementReport(response);
          if (report === undefined) return fail("the answer to a pending settle has no PAYMENT-RESPONSE", { expected: "settlement_pending, transaction and network", actual: response.headers.map(([name]) => name), at: response });
          for (const member of ["success", "errorReason", "transaction", "network"]) if (report[member] !== reply[member]) return fail(`PAYMENT-RESPONSE has another ${member} than the pending settle`, { expected: String(reply[member]), actual: report[member] ?? "no such member", at: response });
        }
        return pass({ at: witness.map(({ response }) => response) });
      },
      killedBy: ["server.response.pending-as-success"],
      alsoKilledBy: {
        ...HTTP_BENT,
        ...UNREAD,
        "server.bank-payments.delivers-pending": "what is delivered is not answered with 402",
        "server.flow.pending-delivered": "what is delivered is not answered with 402",
        "server.http.settle-failure-without-header": "the report is missing with every settlement that failed",
        "server.response.pending-without-hash": "the transaction is missing",
        "server.response.failure-v1-network-name": "the network is another",
        "server.response.without-reason": "the reason is missing",
        "server.response.reason-number": "the reason is another",
        "server.response.unlisted-reason": "the reason is another",
        "server.response.reason-of-other-kind": "the reason is another",
      },
    }),
    check({
      id: row("settled-later"),
      requirement: row("settled-later"),
      appliesTo: { scenarios: at("settled") },
      // The last presentation of each, given that the ones before came to nothing.
      witness(trace) {
        if (openSteps(trace, (as) => ["later-1", "later-2", "known-later-1"].includes(as)) === undefined) return undefined;
        const found = answered(trace, (as) => as === "later-3" || as === "known-later-2");
        return found.length === 2 ? found : undefined;
      },
      judge({ witness, trace, pass, fail }) {
        for (const step of witness) {
          if (delivers(trace, step.response)) continue;
          const asked = settlesIn(trace, step).length > 0;
          return fail(asked ? "the content of a payment that settled is withheld" : "a payment without a result that is presented again is not settled again", { expected: "a settle of the same payload, and the content", actual: step.response.status, at: step.response });
        }
        return pass({ at: witness.map(({ response }) => response) });
      },
      killedBy: ["server.flow.pending-not-resettled"],
      alsoKilledBy: UNREAD,
    }),
    check({
      id: row("settled-later.terms"),
      requirement: row("settled-later"),
      title: "A payment without a result is settled on its own terms when the offers have changed.",
      appliesTo: { scenarios: at("terms-changed") },
      witness(trace) {
        const open = openSteps(trace, (as) => as.endsWith("-before"));
        const found = answered(trace, (as) => as.endsWith("-after") && as !== "offer-after");
        return open === undefined || found.length === 0 ? undefined : found;
      },
      judge({ witness, trace, pass, fail }) {
        for (const step of witness) {
          const settles = settlesIn(trace, step);
          const first = callsOf(trace, "settle", step)[0];
          const amount = object(object(first?.body)["paymentRequirements"])["amount"];
          const other = settles.find(({ body }) => object(object(body)["paymentRequirements"])["amount"] !== amount);
          if (other !== undefined) return fail("a payment without a result is settled on other terms than its own", { expected: String(amount), actual: object(object(other.body)["paymentRequirements"])["amount"], at: other.request });
          if (!delivers(trace, step.response)) return fail("a payment without a result buys nothing once the offers have changed", { expected: "a settle on the payment's own terms, and the content", actual: step.response.status, at: step.response });
        }
        return pass({ at: witness.map(({ response }) => response) });
      },
      killedBy: ["server.flow.pending-terms-forgotten", "server.bank-payments.pending-given-up", "server.bank-payments.unknown-given-up"],
      alsoKilledBy: {
        "server.bank-payments.replay-unguarded": "who takes every presentation for another payment finds no terms for it",
        "server.flow.pending-not-resettled": "who does not settle again does not under the payment's terms either",
      },
    }),
    check({
      id: row("accepted-delivers"),
      requirement: row("accepted-delivers"),
      appliesTo: { scenarios: at("accepted") },
      witness: (trace) => settledSteps(trace, (as) => as === "pending-1")?.find((step) => deliversOn("accepted", step)),
      judge: ({ witness: { response }, trace, pass, fail }) => (response.status === 200 && delivers(trace, response) ? pass({ at: response }) : fail("the content of a payment that was accepted is withheld", { expected: "200 with the content", actual: response.status, at: response })),
      killedBy: ["server.bank-payments.accepted-withheld"],
      alsoKilledBy: {
        "server.bank-payments.deliver-on-missing": "who does not know when it delivers does not on acceptance",
        ...UNREAD,
      },
    }),
    check({
      id: row("accepted-told"),
      requirement: row("accepted-told"),
      appliesTo: { scenarios: at("accepted") },
      witness(trace) {
        const step = settledSteps(trace, (as) => as === "pending-1")?.[0];
        return step !== undefined && delivers(trace, step.response) ? step : undefined;
      },
      judge({ witness: step, trace, pass, fail }) {
        const reply = replyOf(settlesIn(trace, step)[0] as FacilitatorCall);
        const report = settlementReport(step.response);
        if (report === undefined) return fail("a delivery on acceptance has no PAYMENT-RESPONSE", { expected: "success false, settlement_pending, transaction", actual: step.response.headers.map(([name]) => name), at: step.response });
        for (const member of ["success", "errorReason", "transaction"]) if (report[member] !== reply[member]) return fail(`PAYMENT-RESPONSE of a delivery on acceptance has another ${member} than the facilitator's answer`, { expected: String(reply[member]), actual: report[member] ?? "no such member", at: step.response });
        return pass({ at: step.response });
      },
      killedBy: ["server.response.pending-as-success"],
      alsoKilledBy: {
        "server.http.settle-failure-without-header": "the report is missing with every settlement that has not succeeded",
        "server.response.pending-without-hash": "the transaction is missing",
        "server.response.without-reason": "the reason is missing",
        "server.response.reason-number": "the reason is another",
        "server.response.unlisted-reason": "the reason is another",
        "server.response.reason-of-other-kind": "the reason is another",
      },
    }),
    check({
      id: row("refused-402"),
      requirement: row("refused-402"),
      appliesTo: { scenarios: at("refused") },
      witness(trace) {
        const found = paidTwin(trace) === undefined ? [] : answered(trace, (as) => /(?:refused|returned)-\d$/.test(as) && !/^pending-.*-1$/.test(as)).filter((step) => heard(trace, "settle", step));
        return found.length === 0 ? undefined : found;
      },
      judge({ witness, trace, pass, fail }) {
        const served = witness.find(({ response }) => response.status !== 402 || delivers(trace, response));
        return served === undefined ? pass({ at: witness.map(({ response }) => response) }) : fail(`${named(served)} was not answered as a payment that came to nothing`, { expected: "402 without the content", actual: served.response.status, at: served.response });
      },
      killedBy: ["server.bank-payments.delivers-refused"],
      alsoKilledBy: {
        ...HTTP_BENT,
        "server.flow.responds-before-settle": "the content was gone before the payment turned out to be refused",
        "server.http.settle-failure-with-content": "a settlement that was refused has failed",
      },
    }),
    check({
      id: row("unknown-outcome"),
      requirement: row("unknown-outcome"),
      appliesTo: { scenarios: at("unknown") },
      witness(trace) {
        const found = paidTwin(trace) === undefined ? [] : answered(trace, (as) => as.startsWith("unknown-")).filter((step) => heard(trace, "settle", step));
        return found.length === 0 ? undefined : found;
      },
      judge({ witness, trace, pass, fail }) {
        const served = witness.find(({ response }) => delivers(trace, response));
        return served === undefined ? pass({ at: witness.map(({ response }) => response) }) : fail(`${named(served)} was served although nobody knows what became of the payment`, { expected: "no content yet", actual: served.response.status, at: served.response });
      },
      killedBy: ["server.bank-payments.delivers-unknown"],
      alsoKilledBy: {
        "server.flow.responds-before-settle": "the content was gone before anything was known",
        "server.flow.pending-delivered": "an outcome that nobody knows is still to come as well",
        "server.http.settle-failure-with-content": "a settlement that nobody knows of is answered like one that failed",
      },
    }),
  ];
});
