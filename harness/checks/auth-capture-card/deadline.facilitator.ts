import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { books, heldBy, later } from "./books.ts";

/** scheme_auth_capture_card.md 4.5 and 6.2: a hold that nobody captures is voided by captureDeadline. */

const AT = "facilitator/auth-capture-card/deadline";

/** A hold that stood until its deadline, or beyond. */
function unused(trace: Trace) {
  const held = heldBy(trace);
  const after = books(trace, "after");
  const deadline = trace.mark<{ readonly captureDeadline: number; readonly now: number }>("deadline");
  return held === undefined || after === undefined || deadline === undefined ? undefined : { held, after, deadline };
}

const voided = (options: { id: string; title: string; scenario: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }) =>
  check({
    id: options.id,
    requirement: "card.fac.void-unused",
    title: options.title,
    appliesTo: { scenarios: `${AT}/${options.scenario}` },
    witness: unused,
    judge: ({ witness: { held, after, deadline }, trace, pass, fail }) => {
      const at = [held.call.response, after.mark];
      const status = later(trace, held.intent, "after")?.status;
      if (status === "canceled") return pass({ at });
      return fail("A hold that was not captured was not voided by its captureDeadline", { expected: "canceled by then", actual: `${held.intent.id} is ${status ?? "gone"}, ${deadline.now - deadline.captureDeadline} seconds after it`, at });
    },
    killedBy: options.killedBy,
    ...(options.alsoKilledBy === undefined ? {} : { alsoKilledBy: options.alsoKilledBy }),
  });

export const checks = [
  voided({ id: "card.fac.void-unused", title: "A hold that is not captured is voided by captureDeadline", scenario: "unused", killedBy: ["facilitator.auth-capture-card.deadline-unwatched"] }),
  voided({
    id: "card.fac.void-unused.restarted",
    title: "A hold that is not captured is voided by captureDeadline, also by a facilitator that was restarted",
    scenario: "unused-restarted",
    killedBy: ["facilitator.auth-capture-card.forgets-on-restart"],
    alsoKilledBy: { "facilitator.auth-capture-card.deadline-unwatched": "who watches no deadline watches none after a restart" },
  }),
  check({
    id: "card.fac.void-unused.late-capture",
    requirement: "card.fac.void-unused",
    title: "A capture after the hold was voided at captureDeadline does not succeed",
    appliesTo: { scenarios: `${AT}/unused` },
    witness: (trace) => {
      const found = unused(trace);
      const [call] = answered(trace, "capture");
      return found === undefined || call === undefined || later(trace, found.held.intent, "after")?.status !== "canceled" ? undefined : { ...found, call };
    },
    judge: ({ witness: { after, call }, pass, fail }) =>
      reportsSuccess(call) ? fail("A capture was reported as a success after its hold was voided", { expected: "a refusal", actual: outcomeOf(call), at: [after.mark, call.request, call.response] }) : pass({ at: [after.mark, call.response] }),
    killedBy: ["facilitator.auth-capture-card.late-captured"],
  }),
];
