import { check } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf, refusalCheck } from "../facilitator-calls.ts";
import { openQuestion } from "./open-question.ts";

/** scheme_exact_svm.md, Facilitator Verification Rules, rule 1, last point: the seller's memo. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-svm/${name}` });

export const checks = [
  refusalCheck({
    id: "svm.fac.memo-match",
    requirement: "svm.fac.memo-match",
    appliesTo: at("memo-match/*"),
    message: "A payment whose Memo is not extra.memo was found valid",
    killedBy: ["facilitator.exact-svm.memo-uncompared"],
  }),
  refusalCheck({
    id: "svm.fac.memo-required",
    requirement: "svm.fac.memo-required",
    appliesTo: at("memo-required/*"),
    message: "A payment without the Memo that extra.memo asks for was found valid",
    killedBy: ["facilitator.exact-svm.memo-missing-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.memo-single",
    requirement: "svm.fac.memo-single",
    appliesTo: at("memo-single/*"),
    message: "A payment with two Memos was found valid where extra.memo asks for one",
    killedBy: ["facilitator.exact-svm.memo-repeated-accepted"],
  }),
  check({
    id: "svm.fac.memo-utf8",
    requirement: "svm.fac.memo-utf8",
    title: "A Memo of extra.memo's UTF-8 bytes is accepted, also beyond ASCII.",
    appliesTo: at("memo-utf8/accepted/*"),
    witness: (trace) => (discriminates(trace) === undefined ? undefined : answered(trace, "exact")[0]),
    judge: ({ witness, pass, fail }) =>
      foundValid(witness) ? pass({ at: witness.response }) : fail("A payment with the seller's memo was refused", { expected: "isValid true", actual: outcomeOf(witness), at: [witness.request, witness.response] }),
    killedBy: ["facilitator.exact-svm.memo-ascii-only"],
  }),
  refusalCheck({
    id: "svm.fac.memo-utf8.compared",
    requirement: "svm.fac.memo-utf8",
    title: "A Memo that is extra.memo in another normal form is refused.",
    appliesTo: at("memo-utf8/compared/*"),
    message: "A Memo of other bytes than extra.memo's was found valid, being the same in another normal form",
    killedBy: ["facilitator.exact-svm.memo-normalized"],
    alsoKilledBy: { "facilitator.exact-svm.memo-uncompared": "a memo that is not compared may be in any form" },
  }),
  openQuestion({
    id: "svm.fac.memo-missing",
    requirement: "svm.fac.memo-missing",
    appliesTo: at("memo-missing"),
    what: "no Memo, none being asked for",
    killedBy: ["facilitator.exact-svm.memo-demanded"],
  }),
];
