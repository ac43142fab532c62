import { readerFor } from "../methods/reader.ts";
import type { Trace } from "../trace/trace.ts";
import type { Check } from "./check.ts";
import { answered, callsOf, delivers, isSuccess, object, otherFlow, paidTwin, paymentOf, replyOf } from "./server-steps.ts";

/** Why what a check looks for does not happen on some offers; `undefined` where it should have. */
export type Exemption = (trace: Trace) => string | undefined;

/** The check, not applicable instead of not reached where there is a reason that the text gives. */
export function exempt(check: Check, reason: Exemption): Check {
  return {
    ...check,
    judgeCase(trace) {
      const judged = check.judgeCase(trace);
      if (judged !== undefined) return judged;
      const message = reason(trace);
      return message === undefined ? undefined : { verdict: "notApplicable", message };
    },
  };
}

/** The case's good payment was settled first: verification takes no part in the order of other flows than authorization (newer text §6.1). */
export const settlesFirst: Exemption = (trace) => {
  const twin = paidTwin(trace);
  const flow = twin === undefined ? undefined : otherFlow(twin);
  return flow === undefined || (twin !== undefined && callsOf(trace, "verify", twin).length > 0) ? undefined : `the paid offer states the flow ${flow}, in which nothing is verified`;
};

/** The case's good payments were delivered for while pending, under terms that say so: none of them has succeeded yet. */
export const settlesLater: Exemption = (trace) => {
  const served = answered(trace, "good").filter(({ response }) => isSuccess(response) && delivers(trace, response));
  const pending = served.filter((step) => {
    const terms = object(object(paymentOf(step.request))["accepted"]);
    return readerFor(terms)?.deliversPending?.(terms) === true && callsOf(trace, "settle", step).map(replyOf).some(({ success, errorReason }) => success === false && errorReason === "settlement_pending");
  });
  return pending.length > 0 && pending.length === served.length ? "the paid offers are delivered for on acceptance, and settle later" : undefined;
};
