import { jsonIncludes } from "../../../simulators/json.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, paidTwin, steps } from "../server-steps.ts";
import { isHeld, operationsOn, presented, settles } from "./card-steps.ts";

/** schemes/auth-capture/scheme_auth_capture.md: what the parent scheme asks of a server, where cards have no row of their own. */

const SMUGGLED = "server/auth-capture-card/smuggled";
const RESTART = "server/auth-capture-card/restart";
const NEAR = "server/auth-capture-card/near-deadline";

function markSeq(trace: Trace, name: string): number | undefined {
  return trace.events.find((event) => event.kind === "mark" && event.name === name)?.seq;
}

export const checks: readonly Check[] = [
  check({
    id: "card.server.initiates",
    requirement: "card.server.initiates",
    appliesTo: { scenarios: SMUGGLED },
    witness(trace) {
      const [named] = answered(trace, "named");
      const smuggled = answered(trace, (as) => as.startsWith("smuggled-"));
      const [first] = smuggled;
      return first === undefined || named === undefined || !isHeld(trace, named) || paidTwin(trace) === undefined ? undefined : { smuggled, since: first.request.seq };
    },
    judge({ witness: { smuggled, since }, trace, pass, fail }) {
      // The instance that holds the payment may end it whenever it likes, and for the price: only what is the buyer's word for word was passed on.
      const passed = settles(trace).find(({ call, payload }) => call.request.seq > since && smuggled.some((step) => jsonIncludes({ whole: payload, part: presented(step) })));
      return passed === undefined
        ? pass({ at: smuggled.map(({ response }) => response) })
        : fail("an operation that a buyer sent as a payment reached the facilitator as the server's own", { expected: "no settle with it", actual: passed.payload, at: passed.call.request });
    },
    killedBy: ["server.payload.operation-passed", "server.auth-capture-card.lifecycle-smuggled"],
  }),
  check({
    id: "card.server.durable",
    requirement: "card.server.durable",
    appliesTo: { scenarios: RESTART },
    witness(trace) {
      const [interrupted] = steps(trace, "interrupted");
      const restarted = markSeq(trace, "restarting");
      if (interrupted !== undefined && restarted !== undefined && isHeld(trace, interrupted) && interrupted.response !== undefined && markSeq(trace, "deadline") !== undefined) return { step: interrupted, restarted };
      // It was paid, and asked for no more once its answer was out. Where it was restarted and not waited for, nothing is known.
      const step = paidTwin(trace);
      return step === undefined || restarted !== undefined || markSeq(trace, "answering") === undefined ? undefined : { step, restarted: undefined };
    },
    judge({ witness: { step, restarted }, trace, pass, fail, notApplicable }) {
      if (restarted === undefined) return notApplicable("the target does not finalize by itself after its response");
      const resumed = operationsOn(trace, step).find(({ call }) => call.request.seq > restarted);
      return resumed === undefined ? fail("a hold that was to be ended after the response was left to lapse after a restart", { expected: "a settle with a capture or void", actual: "no settle for it after the restart", at: step.response ?? step.request }) : pass({ at: resumed.call.request });
    },
    killedBy: ["server.flow.escrow-finalize-not-durable"],
  }),
  check({
    id: "card.server.capture-margin",
    requirement: "card.server.capture-margin",
    appliesTo: { scenarios: NEAR },
    witness(trace) {
      const step = paidTwin(trace);
      const [operation] = step === undefined ? [] : operationsOn(trace, step);
      return step === undefined || operation === undefined ? undefined : { step, operation };
    },
    judge({ witness: { step, operation }, trace, pass, fail, notApplicable }) {
      const { request } = operation.call;
      if (request.seq < step.response.seq) return notApplicable("the target captures within the request");
      const deadline = markSeq(trace, "deadline");
      return deadline !== undefined && request.seq > deadline ? fail("the first capture of a payment came when its deadline had passed", { expected: "a capture some time before captureDeadline", actual: "the first one after it", at: [step.response, request] }) : pass({ at: [step.response, request] });
    },
    killedBy: ["server.flow.escrow-finalize-at-deadline"],
  }),
];
