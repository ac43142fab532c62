import { check, type Check } from "../check.ts";
import { besidePaidTwin, delivers, hasContent, isSuccess, object, paidTwin, readHeader, replyOf } from "../server-steps.ts";
import { handlerRuns, holdOf, presented } from "./card-steps.ts";

/** schemes/auth-capture/scheme_auth_capture_card.md 4.4, 4.5 and 5.3: the hold comes before the resource, and decides. */

const HELD_BACK = "server/auth-capture-card/hold-held-back";
const VERIFIED = "server/auth-capture-card/verified-only";
const DECLINED = "server/auth-capture-card/declined";

/** The handler ran for a payment whose hold was refused or is not known to stand. */
function refusedHoldCheck(options: { id: string; title: string; step: string; message: string; killedBy: readonly string[]; alsoKilledBy: Readonly<Record<string, string>> }): Check {
  return check({
    id: options.id,
    requirement: "card.server.verify-not-enough",
    title: options.title,
    appliesTo: { scenarios: VERIFIED },
    witness: (trace) => besidePaidTwin(trace, options.step)?.[0],
    judge({ witness, trace, pass, fail }) {
      const hold = holdOf(trace, witness);
      const [ran] = handlerRuns(trace, witness);
      if (ran !== undefined) return fail(options.message, { expected: "no run of the handler", actual: "a run of the handler", at: hold === undefined ? ran : [hold.call.request, ran] });
      // What else it may say of a hold that is not known to stand, such as 202, is not laid down.
      return witness.response !== undefined && hasContent(trace, witness.response) ? fail(options.message.replace("the handler ran", "the content was served"), { expected: "no content", actual: witness.response.status, at: witness.response }) : pass({ at: witness.response ?? witness.request });
    },
    killedBy: options.killedBy,
    alsoKilledBy: options.alsoKilledBy,
  });
}

export const checks: readonly Check[] = [
  check({
    id: "card.server.token-unchanged",
    requirement: "card.server.token-unchanged",
    appliesTo: { scenarios: HELD_BACK },
    witness(trace) {
      const step = paidTwin(trace);
      const hold = step === undefined ? undefined : holdOf(trace, step);
      return step === undefined || hold === undefined ? undefined : { step, hold };
    },
    judge({ witness: { step, hold }, pass, fail }) {
      const { token } = presented(step);
      const at = [step.request, hold.call.request];
      return hold.payload["token"] === token ? pass({ at }) : fail("the token did not reach the facilitator as the client sent it", { expected: String(token), actual: hold.payload["token"], at });
    },
    killedBy: ["server.payload.token-trimmed"],
  }),
  check({
    id: "card.server.hold-first",
    requirement: "card.server.hold-first",
    appliesTo: { scenarios: HELD_BACK },
    witness(trace) {
      const [step] = besidePaidTwin(trace, "held-back") ?? [];
      return step !== undefined && handlerRuns(trace, step).length > 0 ? step : undefined;
    },
    judge({ witness, trace, pass, fail }) {
      const [ran] = handlerRuns(trace, witness);
      const hold = holdOf(trace, witness);
      const held = hold?.call.response;
      if (ran === undefined || hold === undefined || held === undefined || ran.seq < held.seq) return fail("the handler ran before the hold was placed", { expected: "the answer to the hold, then the handler", actual: hold === undefined ? "the handler, and no hold" : "the handler first", at: hold === undefined ? ran : [hold.call.request, ...(ran === undefined ? [] : [ran])] });
      return pass({ at: [hold.call.request, held, ran] });
    },
    killedBy: ["server.flow.escrow-handler-first"],
  }),
  refusedHoldCheck({
    id: "card.server.verify-not-enough",
    title: "A payment that is valid and whose hold was declined does not run the handler",
    step: "verified-declined",
    message: "the handler ran for a payment whose hold was declined",
    killedBy: ["server.flow.escrow-verify-only"],
    alsoKilledBy: {
      "server.flow.escrow-handler-first": "who does not wait for the hold runs it for a declined one too",
      "server.auth-capture-card.declined-delivered": "who delivers in spite of a decline runs the handler for it",
    },
  }),
  refusedHoldCheck({
    id: "card.server.verify-not-enough.pending",
    title: "A payment that is valid and whose hold is not known to stand does not run the handler",
    step: "verified-pending",
    message: "the handler ran for a payment whose hold is not known to stand",
    killedBy: ["server.flow.pending-delivered", "server.auth-capture-card.pending-delivered"],
    alsoKilledBy: {
      "server.flow.escrow-handler-first": "who does not wait for the hold runs it for this one too",
      "server.flow.escrow-verify-only": "who believes verification against the hold's decline believes it here",
    },
  }),
  check({
    id: "card.server.decline-402",
    requirement: "card.server.decline-402",
    appliesTo: { scenarios: DECLINED },
    witness(trace) {
      const declined = besidePaidTwin(trace, (as) => as.startsWith("declined-"))?.filter((step) => {
        const hold = holdOf(trace, step);
        return hold !== undefined && replyOf(hold.call)["success"] === false && step.response !== undefined;
      });
      return declined === undefined || declined.length === 0 ? undefined : declined;
    },
    judge({ witness, trace, pass, fail }) {
      for (const { response } of witness) {
        if (response === undefined) continue;
        if (delivers(trace, response)) return fail("a payment whose hold was declined was served", { expected: "402 without content", actual: response.status, at: response });
        if (response.status !== 402) return fail("a declined hold is not answered 402", { expected: "402", actual: response.status, at: response });
      }
      return pass({ at: witness.flatMap(({ response }) => response ?? []) });
    },
    killedBy: ["server.auth-capture-card.declined-delivered"],
    alsoKilledBy: { "server.http.settle-failure-500": "who answers a failed settlement with 500 does so for a hold that failed" },
  }),
  check({
    id: "card.server.response",
    requirement: "card.server.response",
    appliesTo: { scenarios: HELD_BACK },
    witness: (trace) => paidTwin(trace),
    judge({ witness: { response }, pass, fail }) {
      const header = readHeader(response, "payment-response");
      if (header === undefined) return fail("a paid response has no PAYMENT-RESPONSE", { expected: "PAYMENT-RESPONSE with a successful settlement", at: response });
      // Whether it is the hold's or the capture's depends on when the server captures; what it is like is matter of the area http.
      const { success } = object(header.value);
      return isSuccess(response) && success !== false ? pass({ at: response }) : fail("PAYMENT-RESPONSE of a paid response does not tell success", { expected: "success true", actual: success, at: response });
    },
    killedBy: ["server.http.success-without-header"],
  }),
];
