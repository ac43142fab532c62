import { errorCode } from "../../../spec/registry.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, discriminates, outcomeOf, paymentIn, reportsSuccess, settlements } from "../facilitator-calls.ts";
import { released } from "./settlement.facilitator.ts";

/** scheme_exact_svm.md, Duplicate Settlement Mitigation; scheme_exact.md (later text), Facilitator-submitted, Duplicate delivery. */

const OVERLAPPING = { scenarios: "facilitator/exact-svm/duplicate/overlapping/*" };
const CODE = "duplicate_settlement";

interface Overlap {
  readonly succeeded: readonly AnsweredCall[];
  readonly refused: readonly AnsweredCall[];
}

/** Settlements of one payment that were all asked for before it could land, and of which its money moved. */
function overlap(trace: Trace): Overlap | undefined {
  const mark = released(trace);
  const asked = answered(trace, "settle").filter(({ request }) => mark !== undefined && request.seq < mark.seq);
  const keys = new Set(asked.map(({ sent }) => paymentIn(sent).key));
  if (discriminates(trace) === undefined || asked.length < 2 || keys.size !== 1 || settlements(trace).length === 0) return undefined;
  return { succeeded: asked.filter(reportsSuccess), refused: asked.filter((call) => !reportsSuccess(call)) };
}

function saysDuplicate({ body }: AnsweredCall): boolean {
  const reason = body["errorReason"];
  return reason === CODE || (typeof reason === "string" && errorCode(reason)?.aliasOf === CODE);
}

export const checks = [
  check({
    id: "svm.fac.duplicate-cache",
    requirement: "svm.fac.duplicate-cache",
    appliesTo: OVERLAPPING,
    witness: overlap,
    judge: ({ witness: { succeeded, refused }, pass, fail, notApplicable }) => {
      const at = succeeded.map(({ response }) => response);
      if (succeeded.length > 1) return fail("Settlements of one transaction at the same time succeeded more than once", { expected: "one success", actual: `${succeeded.length} of ${succeeded.length + refused.length}`, at });
      if (succeeded.length === 1) return pass({ at: [...at, ...refused.map(({ response }) => response)] });
      // Who does not wait for the chain may leave it at that.
      if (refused.some(({ body }) => body["errorReason"] === "settlement_pending")) return notApplicable("it leaves open how the settlement ends");
      return fail("A transaction moved its money, and no settlement of it succeeded", { expected: "one success", actual: refused[0] === undefined ? "none" : outcomeOf(refused[0]), at: refused.map(({ response }) => response) });
    },
    killedBy: ["facilitator.exact-svm.duplicates-uncached", "facilitator.exact-svm.duplicate-key-text"],
  }),
  check({
    id: "exact.dedup-indistinguishable",
    requirement: "exact.dedup-indistinguishable",
    appliesTo: OVERLAPPING,
    witness: overlap,
    judge: ({ witness: { succeeded, refused }, pass, fail }) => {
      const at = [...succeeded, ...refused].map(({ response }) => response);
      return succeeded.length > 1 ? fail("One payment was told to have settled several times", { expected: "one success", actual: `${succeeded.length} of ${at.length}`, at }) : pass({ at });
    },
    killedBy: ["facilitator.exact-svm.duplicates-uncached", "facilitator.exact-svm.duplicate-key-text"],
  }),
  check({
    id: "svm.fac.duplicate-code",
    requirement: "svm.fac.duplicate-code",
    // With bytes of somebody else's in its own slot a facilitator may refuse a payment for those.
    appliesTo: { scenarios: "facilitator/exact-svm/duplicate/overlapping/same-text" },
    witness: (trace) => {
      const found = overlap(trace);
      return found === undefined || found.succeeded.length === 0 || found.refused.length === 0 ? undefined : found;
    },
    judge: ({ witness: { refused }, pass, fail }) => {
      const other = refused.find((call) => !saysDuplicate(call));
      return other === undefined ? pass({ at: refused.map(({ response }) => response) }) : fail("A settlement that came second was refused for another reason than being second", { expected: CODE, actual: outcomeOf(other), at: [other.request, other.response] });
    },
    killedBy: ["facilitator.exact-svm.duplicate-reason-other"],
  }),
  check({
    id: "svm.fac.duplicate-sequential",
    requirement: "svm.fac.duplicate-sequential",
    appliesTo: { scenarios: "facilitator/exact-svm/duplicate/sequential" },
    witness: (trace) => {
      const first = settlements(trace).find(({ call }) => reportsSuccess(call));
      const again = answered(trace, "settle-again");
      return discriminates(trace) === undefined || first === undefined || again.length === 0 ? undefined : { first, again };
    },
    judge: ({ witness: { first, again }, pass, fail }) => {
      const repeated = again.find(reportsSuccess);
      return repeated === undefined ? pass({ at: [first.transfer, ...again.map(({ response }) => response)] }) : fail("A transaction that had just settled settled again", { actual: outcomeOf(repeated), at: [first.call.response, repeated.response] });
    },
    killedBy: ["facilitator.exact-svm.replay-cached"],
  }),
  check({
    id: "svm.fac.duplicate-ttl",
    requirement: "svm.fac.duplicate-ttl",
    appliesTo: { scenarios: "facilitator/exact-svm/duplicate/after-refusal/*" },
    witness: (trace) => {
      const refused = answered(trace, "settle-refused").find((call) => !reportsSuccess(call));
      const [right] = answered(trace, "settle");
      return discriminates(trace) === undefined || settlements(trace, "settle-control").length === 0 || refused === undefined || right === undefined ? undefined : { refused, right };
    },
    judge: ({ witness: { refused, right }, pass, fail, notApplicable }) => {
      if (reportsSuccess(right)) return pass({ at: [refused.response, right.response] });
      return saysDuplicate(right) ? fail("A payment counted as a duplicate of a settlement that was refused", { actual: outcomeOf(right), at: [refused.response, right.request, right.response] }) : notApplicable(`the payment was refused for another reason: ${outcomeOf(right)}`);
    },
    killedBy: ["facilitator.exact-svm.duplicate-before-verify"],
  }),
];
