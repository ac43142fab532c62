import type { HttpRequestEvent, HttpResponseEvent } from "../../trace/events.ts";
import type { FacilitatorCall, Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { exempt, settlesFirst } from "../exempt.ts";
import { buysNothing } from "../server-judgements.ts";
import { answered, besidePaidTwin, callsOf, delivers, isObject, isSuccess, named, object, offersOf, otherFlow, paidTwin, paymentOf, replyOf, settlementReport, type Step, steps } from "../server-steps.ts";

/** x402-specification-v2.md §6.1 (newer text), Payment Flow Models, and §4 for what happens when the facilitator cannot be asked. */

const AUTHORIZATION = "server/payment-flow/authorization";
const UPFRONT = "server/payment-flow/upfront";
const COMBINATION = "server/payment-flow/unsupported-combination";
const HANDLER_500 = "server/http/handler-500";

interface Order {
  readonly step: Step;
  readonly verify: FacilitatorCall | undefined;
  readonly settle: FacilitatorCall;
  /** The first run of the protected handler. */
  readonly handler: HttpRequestEvent;
}

/** What happened for the good payment, given that all of it did. */
function order(trace: Trace): Order | undefined {
  const step = paidTwin(trace);
  if (step === undefined) return undefined;
  const [settle] = callsOf(trace, "settle", step);
  const [handler] = handlerRuns(trace, step);
  return settle === undefined || handler === undefined ? undefined : { step, settle, handler, verify: callsOf(trace, "verify", step)[0] };
}

/** Runs of the protected handler between a request and its answer. */
function handlerRuns(trace: Trace, { request, response }: Step): HttpRequestEvent[] {
  return trace.requests({ to: "upstream" }).filter(({ seq }) => seq > request.seq && (response === undefined || seq < response.seq));
}

const isCombination = (as: string): boolean => as.startsWith("flow-") || as.startsWith("method-");

/** Facilitator calls about a step's payment whose requirements name the flow or method that the payment added. */
function adopted(trace: Trace, step: Step): FacilitatorCall[] {
  const added = object(object(paymentOf(step.request)["accepted"])["extra"]);
  const names = (call: FacilitatorCall): boolean => {
    const extra = object(object(object(call.body)["paymentRequirements"])["extra"]);
    return ["paymentFlow", "assetTransferMethod"].some((key) => added[key] !== undefined && extra[key] === added[key]);
  };
  return [...callsOf(trace, "verify", step), ...callsOf(trace, "settle", step)].filter(names);
}

/** The unpaid answer of the upfront route, where its one offer settles before the handler. */
function upfrontOffer(trace: Trace): { response: HttpResponseEvent; stated: unknown } | undefined {
  const [first] = offersOf(trace);
  // An extra of another shape is core.requirements.extra-type.
  if (first?.entry["extra"] !== undefined && !isObject(first.entry["extra"])) return undefined;
  return first === undefined ? undefined : { response: first.response, stated: object(first.entry["extra"])["paymentFlow"] };
}

export const checks: readonly Check[] = [
  check({
    id: "flow.default-authorization",
    requirement: "flow.default-authorization",
    appliesTo: { scenarios: AUTHORIZATION },
    witness: order,
    judge({ witness: { step, verify, settle, handler }, pass, fail, notApplicable }) {
      const flow = otherFlow(step);
      if (flow !== undefined) return notApplicable(`the paid offer states the flow ${flow}`);
      if (verify === undefined) return fail("the payment was settled without having been verified", { expected: "verify, handler, settle", at: settle.request });
      if (verify.request.seq > settle.request.seq) return fail("the payment was verified after it had been settled", { expected: "verify, handler, settle", at: [settle.request, verify.request] });
      if (settle.request.seq < handler.seq) return fail("the payment was settled before the handler ran", { expected: "verify, handler, settle", at: [settle.request, handler] });
      // That the answer waits for settlement is http.success.after-settle, that the handler waits for verification flow.pre-check-invariant.
      return pass({ at: [verify.request, handler, settle.request, ...(step.response === undefined ? [] : [step.response])] });
    },
    killedBy: ["server.flow.settles-before-handler"],
  }),
  check({
    id: "flow.settle-after-success",
    requirement: "flow.settle-after-success",
    appliesTo: { scenarios: HANDLER_500 },
    witness: failedHandler,
    judge({ witness: { step }, trace, pass, fail, notApplicable }) {
      const flow = otherFlow(step);
      if (flow !== undefined) return notApplicable(`the paid offer states the flow ${flow}`);
      const [settle] = callsOf(trace, "settle", step);
      return settle === undefined ? pass({ at: step.response ?? step.request }) : fail("settlement was asked for although the handler failed", { expected: "no settle call", at: settle.request });
    },
    killedBy: ["server.flow.settles-failed-handler"],
    alsoKilledBy: { "server.flow.settles-before-handler": "who settles first cannot know that the handler will fail" },
  }),
  check({
    id: "http.handler-error.no-charge",
    requirement: "http.handler-error.no-charge",
    appliesTo: { scenarios: HANDLER_500 },
    witness: failedHandler,
    judge({ witness: { step, response }, trace, pass, fail, notApplicable }) {
      // Who did charge says so rightly; that it charged is flow.settle-after-success.
      if (otherFlow(step) !== undefined || callsOf(trace, "settle", step).some((call) => replyOf(call)["success"] === true)) return notApplicable("the payment was settled before or in spite of the handler's failure");
      const report = settlementReport(response);
      if (report?.["success"] === true) return fail("a failed request comes with the report of a successful settlement", { expected: "no PAYMENT-RESPONSE that claims success", actual: report, at: response });
      return isSuccess(response) ? fail("the handler failed and the client was answered with a success", { expected: "the handler's failure", actual: response.status, at: response }) : pass({ at: [step.request, response] });
    },
    killedBy: ["server.http.handler-failure-reported-paid"],
  }),
  check({
    id: "flow.advertise-nondefault",
    requirement: "flow.advertise-nondefault",
    appliesTo: { scenarios: UPFRONT },
    // What makes it another flow than the default is that the configured route says so; whether it is run so is flow.upfront-order.
    witness: upfrontOffer,
    judge: ({ witness: { response, stated }, pass, fail }) => (stated === "upfront" ? pass({ at: response }) : fail("the offer of a route that settles first does not state its flow", { expected: "extra.paymentFlow upfront", actual: stated ?? "no such member", at: response })),
    killedBy: ["server.offer.flow-unstated"],
  }),
  check({
    id: "flow.reject-unsupported-combo",
    requirement: "flow.reject-unsupported-combo",
    appliesTo: { scenarios: COMBINATION },
    witness: (trace) => besidePaidTwin(trace, isCombination),
    judge({ witness, trace, pass, fail }) {
      const call = witness.flatMap((step) => adopted(trace, step))[0];
      return call === undefined ? pass({ at: witness.slice(0, 1).map((step) => step.response ?? step.request) }) : fail("the facilitator was asked on terms with a combination the server does not support", { expected: "no call, or the terms of the server's own offer", actual: object(call.body)["paymentRequirements"], at: call.request });
    },
    killedBy: ["server.match.adopts-reserved-extra"],
    alsoKilledBy: { "server.match.trusts-accepted": "terms taken from accepted include the flow it names" },
  }),
  check({
    id: "flow.unsupported-combo-answer",
    requirement: "flow.unsupported-combo-answer",
    appliesTo: { scenarios: COMBINATION },
    witness: (trace) => besidePaidTwin(trace, isCombination),
    judge({ witness, trace, position }) {
      const taken = [...new Set(witness.map((step) => (adopted(trace, step).length > 0 ? "other" : step.response !== undefined && delivers(trace, step.response) ? "own-offer" : "refused")))];
      const described = witness.map((step) => `${named(step)} ${step.response?.status ?? "no answer"}`).join(", ");
      return position(taken.toSorted().join(" / "), described, { at: witness.slice(0, 1).map((step) => step.response ?? step.request) });
    },
    killedBy: ["server.match.ignores-reserved-extra"],
    alsoKilledBy: {
      "server.match.adopts-reserved-extra": "to take the combination over is neither to refuse it nor to disregard it",
      "server.match.trusts-accepted": "to take the combination over is neither to refuse it nor to disregard it",
    },
  }),
  check({
    id: "flow.upfront-order",
    requirement: "flow.upfront-order",
    appliesTo: { scenarios: UPFRONT },
    witness: order,
    judge({ witness: { step, verify, settle, handler }, trace, pass, fail }) {
      const answer = settle.response;
      if (answer === undefined || handler.seq < answer.seq) return fail("the handler ran before the payment was settled", { expected: "settle, handler", at: [handler, settle.request] });
      if (verify !== undefined) return fail("verify was called under the upfront flow", { expected: "settle, handler", at: verify.request });
      const [refused] = steps(trace, "settle-fails");
      const [ran] = refused === undefined || !callsOf(trace, "settle", refused).some((call) => replyOf(call)["success"] === false) ? [] : handlerRuns(trace, refused);
      return ran === undefined ? pass({ at: [settle.request, handler, ...(step.response === undefined ? [] : [step.response])] }) : fail("the handler ran although settlement had failed", { expected: "no run of the handler", at: ran });
    },
    killedBy: ["server.flow.upfront-handler-first"],
    alsoKilledBy: { "server.flow.upfront-as-authorization": "the order of the authorization flow is not that of upfront" },
  }),
  check({
    id: "core.requirements.extra-reserved.server",
    requirement: "core.requirements.extra-reserved",
    title: "A server runs the flow that its offer states in extra.paymentFlow",
    appliesTo: { scenarios: UPFRONT },
    witness: (trace) => (upfrontOffer(trace)?.stated === "upfront" ? order(trace) : undefined),
    judge: ({ witness: { verify, settle, handler }, pass, fail }) =>
      verify !== undefined && handler.seq < settle.request.seq ? fail("the offer says upfront and the authorization flow was run", { expected: "settle, handler", at: [verify.request, handler, settle.request] }) : pass({ at: [settle.request, handler] }),
    killedBy: ["server.flow.upfront-as-authorization"],
  }),
  exempt(
    check({
      id: "flow.pre-check-invariant",
      requirement: "flow.pre-check-invariant",
      appliesTo: { scenarios: "server/payment-flow/verify-held" },
      witness(trace) {
        const step = besidePaidTwin(trace, "invalid")?.[0];
        return step !== undefined && callsOf(trace, "verify", step).length > 0 ? step : undefined;
      },
      judge({ witness, trace, pass, fail }) {
        const [ran] = handlerRuns(trace, witness);
        return ran === undefined ? pass({ at: witness.response ?? witness.request }) : fail("the protected handler ran for a payment that no facilitator had found good", { expected: "no run of the handler", at: ran });
      },
      killedBy: ["server.flow.handler-before-verify"],
    }),
    settlesFirst,
  ),
  exempt(
    buysNothing({
      requirement: "flow.facilitator-down",
      id: "flow.facilitator-down.unreadable",
      title: "A server whose facilitator cannot be understood at verify does not serve",
      scenarios: "server/payment-flow/verify-unreadable",
      steps: (as) => as.startsWith("unreadable-"),
      heard: "verify",
      killedBy: ["server.facilitator.unreadable-is-valid"],
    }),
    settlesFirst,
  ),
  buysNothing({
    requirement: "flow.facilitator-down",
    id: "flow.facilitator-down.unreadable-settle",
    title: "A server whose facilitator cannot be understood at settle does not serve",
    scenarios: "server/payment-flow/settle-unreadable",
    steps: (as) => as.startsWith("unreadable-"),
    heard: "settle",
    killedBy: ["server.facilitator.lost-settle-is-success"],
    alsoKilledBy: { "server.flow.responds-before-settle": "the content was gone before settlement could fail" },
  }),
  check({
    id: "flow.facilitator-down.unreachable",
    requirement: "flow.facilitator-down",
    title: "A server whose facilitator cannot be reached does not serve, or does not start",
    appliesTo: { scenarios: "server/payment-flow/facilitator-unreachable" },
    witness(trace) {
      // The good payment went to a further instance too: that one will not start beside a bad facilitator means something.
      const starts = trace.marks<{ as: string; started: boolean }>("start").filter(({ as }) => as !== "working");
      return paidTwin(trace) === undefined || starts.length === 0 ? undefined : { asked: answered(trace, (as) => as.startsWith("down-")) };
    },
    judge({ witness: { asked }, trace, pass, fail }) {
      const served = asked.find(({ response }) => delivers(trace, response));
      return served === undefined ? pass({ at: asked.slice(0, 1).map(({ response }) => response) }) : fail(`${named(served)}: served beside a facilitator that cannot be asked`, { expected: "an error and no content", actual: served.response.status, at: served.response });
    },
    killedBy: ["server.facilitator.unreadable-supported-opens"],
  }),
];

/** The answer to a payment whose verification was good and whose handler failed. */
function failedHandler(trace: Trace): { step: Step; response: HttpResponseEvent } | undefined {
  const [step] = besidePaidTwin(trace, "handler-500") ?? [];
  if (step?.response === undefined) return undefined;
  const runs = handlerRuns(trace, step).map((request) => trace.responseTo(request));
  return runs.some((response) => response?.status === 500) ? { step, response: step.response } : undefined;
}
