import { errorClassOf, errorCode } from "../../../spec/registry.ts";
import { headerValues } from "../../trace/headers.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredStep, callsOf, named, paidTwin, replyOf, settlementReport } from "../server-steps.ts";

/** x402-specification-v2.md §9, Error Handling, as buyers see it. */

const FAILED = "server/http/settle-failure";
const INTERNAL = "server/core-types/internal-error";

/** The reason a server gave for the failed settlement, and the one it had been given. */
function reason(trace: Trace): { step: AnsweredStep; given: string; told: string } | undefined {
  return answered(trace, "settle-fails").flatMap((step) => {
    const told = callsOf(trace, "settle", step).map(replyOf)[0]?.["errorReason"];
    const given = settlementReport(step.response)?.["errorReason"];
    return typeof told === "string" && typeof given === "string" && given !== "" ? [{ step, given, told }] : [];
  })[0];
}

export const checks: readonly Check[] = [
  check({
    id: "core.err.codes.server",
    requirement: "core.err.codes",
    title: "A server's errorReason is a code of the text or of the scheme",
    appliesTo: { scenarios: FAILED },
    witness: reason,
    judge: ({ witness: { step, given, told }, pass, fail }) =>
      errorCode(given) !== undefined || given === told ? pass({ at: step.response }) : fail("errorReason is in no list", { expected: told, actual: given, at: step.response }),
    killedBy: ["server.response.unlisted-reason"],
  }),
  check({
    id: "core.err.code-meaning.server",
    requirement: "core.err.code-meaning",
    title: "A server names the kind of failure that its facilitator named",
    appliesTo: { scenarios: FAILED },
    witness: reason,
    judge({ witness: { step, given, told }, pass, fail, notApplicable }) {
      const kind = errorClassOf(given);
      if (kind === undefined) return notApplicable("the target's reason is in no list, so that it has no listed meaning");
      // A server may say no more than that something unexpected happened; it may not say something else.
      return kind === errorClassOf(told) || kind === "unexpected" || kind === "transaction" ? pass({ at: step.response }) : fail("errorReason names another kind of failure than the one that happened", { expected: told, actual: given, at: step.response });
    },
    killedBy: ["server.response.reason-of-other-kind"],
  }),
  check({
    id: "core.err.no-leak.server",
    requirement: "core.err.no-leak",
    title: "A server's answer to an unexpected failure shows buyers no internals",
    appliesTo: { scenarios: INTERNAL },
    witness(trace) {
      const failures = answered(trace, (as) => as !== "good" && as !== "offer");
      return paidTwin(trace) === undefined || failures.length === 0 ? undefined : failures;
    },
    judge({ witness, trace, pass, fail }) {
      const secret = trace.mark<string>("secret") ?? "";
      for (const step of witness) {
        const visible = readable(step);
        const leaked = [secret, "ECONNREFUSED"].find((text) => text !== "" && visible.includes(text)) ?? INTERNALS.exec(visible)?.[0];
        if (leaked !== undefined) return fail(`the answer to ${named(step)} shows what went on inside`, { expected: "a code, and no internals", actual: leaked, at: step.response });
      }
      return pass({ at: witness.slice(0, 1).map(({ response }) => response) });
    },
    killedBy: ["server.http.error-leaks"],
  }),
];

/** Stack frames and exception texts of the usual runtimes. */
const INTERNALS = /\bat [\w.<> ]+ \(?[^\s()]*[A-Za-z/][^\s()]*:\d+:\d+\)?|Traceback \(most recent call last\)|goroutine \d+ \[|panic: |\bat [\w.$]+\([\w]+\.java:\d+\)|Cannot (read|destructure) propert|is not a function|undefined is not|NoneType|KeyError:|TypeError:|Exception in thread/;

/** Everything of a response a buyer can read, base64 headers decoded. */
function readable({ response }: AnsweredStep): string {
  const headers = ["payment-required", "payment-response"].flatMap((name) => headerValues({ headers: response.headers, name })).map((value) => Buffer.from(value, "base64").toString("utf8"));
  return [response.body.text ?? "", ...headers, ...response.headers.map(([, value]) => value)].join("\n");
}
