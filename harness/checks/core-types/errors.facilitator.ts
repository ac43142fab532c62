import { errorClassOf, errorCode, type ErrorClass } from "../../../spec/registry.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, foundValid, outcomeOf, tellsApart, validControl } from "../facilitator-calls.ts";

/** x402-specification-v2.md §9, Error Handling. */

/** Cases that break one thing and say which kind of failure that is. */
const FAILURES = ["facilitator/exact-evm-eip3009/*/*", "facilitator/exact-svm/*/*", "facilitator/facilitator-api/unsupported/*"];

/**
 * True of any invalid payment: it is invalid data, its transaction would fail, something did not go as
 * expected. A reason of these kinds says little, but nothing false.
 */
const NEVER_WRONG: readonly ErrorClass[] = ["malformed", "simulation", "transaction", "unexpected"];

interface Refusal {
  readonly call: AnsweredCall;
  readonly reason: string;
  readonly classes: readonly ErrorClass[];
}

function reasonedRefusal(trace: Trace): Refusal | undefined {
  const classes = trace.mark<{ classes: readonly ErrorClass[] }>("failure")?.classes;
  if (classes === undefined || validControl(trace) === undefined) return undefined;
  const call = answered(trace, "edited").find((one) => !foundValid(one));
  const reason = call?.body["invalidReason"];
  return call === undefined || typeof reason !== "string" || reason === "" ? undefined : { call, reason, classes };
}

export const checks = [
  check({
    id: "core.err.codes.facilitator",
    requirement: "core.err.codes",
    appliesTo: { scenarios: FAILURES },
    reach: "some",
    witness: reasonedRefusal,
    judge: ({ witness: { call, reason }, pass, fail }) =>
      errorCode(reason) === undefined ? fail(`The reason "${reason}" is in no list`, { expected: "a code of the text, or one of its scheme", actual: reason, at: call.response }) : pass({ at: call.response }),
    killedBy: ["facilitator.reply.reason-invented"],
  }),
  check({
    id: "core.err.code-meaning.facilitator",
    requirement: "core.err.code-meaning",
    appliesTo: { scenarios: FAILURES },
    reach: "some",
    witness: reasonedRefusal,
    judge: ({ witness: { call, reason, classes }, pass, fail, notApplicable }) => {
      const kind = errorClassOf(reason);
      if (kind === undefined) return notApplicable(`the registry does not know the reason "${reason}"`);
      if (classes.includes(kind) || NEVER_WRONG.includes(kind)) return pass({ at: call.response });
      return fail("The reason given is that of another failure", { expected: `a code for ${classes.join(" or ")}`, actual: `${reason} (${kind})`, at: [call.request, call.response] });
    },
    killedBy: ["facilitator.exact-evm.reason-wrong"],
    alsoKilledBy: { "facilitator.exact-svm.reason-smart-wallet": "a reason of the layout says nothing of the amount" },
  }),
  check({
    id: "core.err.no-leak.facilitator",
    requirement: "core.err.no-leak",
    appliesTo: { scenarios: "facilitator/facilitator-api/broken-chain/*" },
    witness: (trace) => {
      const replies = answered(trace, (as) => as.startsWith("broken"));
      return !tellsApart(trace) || replies.length === 0 || !trace.rpc().some(({ scripted }) => scripted) ? undefined : replies;
    },
    judge: ({ witness, trace, pass, fail }) => {
      const secrets = trace.mark<readonly string[]>("secrets") ?? [];
      for (const call of witness) {
        const text = call.response.body.text ?? "";
        const secret = secrets.find((one) => text.includes(one));
        if (secret !== undefined) return fail("The reply to a chain failure shows the address of the node", { actual: outcomeOf(call), at: call.response });
        if (STACK.test(text)) return fail("The reply to a chain failure shows a stack trace", { actual: outcomeOf(call), at: call.response });
      }
      return pass({ at: witness.map(({ response }) => response) });
    },
    killedBy: ["facilitator.reply.error-leaked"],
  }),
];

/** Frames of JavaScript, Python, Go, Java and Rust. */
const STACK = /\bat [^\n]{1,200}\([^()\n]{1,300}:\d+:\d+\)|Traceback \(most recent call last\)|\bgoroutine \d+ \[|\bat [\w.$]+\([\w]+\.java:\d+\)|stack backtrace:/;
