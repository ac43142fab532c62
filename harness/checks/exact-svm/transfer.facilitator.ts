import { check } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf, refusalCheck } from "../facilitator-calls.ts";
import { openQuestion } from "./open-question.ts";
import { pinnedTextCheck } from "./pinned-text.ts";

/** scheme_exact_svm.md, Facilitator Verification Rules, rules 4 and 6; §1 and §2.2.2 of the later text: what is transferred, to whom, and how much. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-svm/${name}` });

export const checks = [
  refusalCheck({
    id: "svm.fac.token-program",
    requirement: "svm.fac.token-program",
    appliesTo: at("token-program/*"),
    message: "A transfer sent to a program that is neither SPL Token nor Token-2022 was found valid",
    killedBy: ["facilitator.exact-svm.token-program-unchecked"],
  }),
  check({
    id: "svm.fac.token-2022",
    requirement: "svm.fac.token-2022",
    appliesTo: at("token-2022"),
    witness: (trace) => {
      const asked = answered(trace, "token-2022");
      return discriminates(trace) === undefined || asked.length === 0 ? undefined : asked;
    },
    judge: ({ witness, pass, fail }) => {
      // One of them is enough: which mints a facilitator takes is its own.
      const valid = witness.find(foundValid);
      const [refused] = witness;
      return valid === undefined
        ? fail("Payments in Token-2022 mints were refused", { expected: "isValid true", actual: refused === undefined ? "" : outcomeOf(refused), at: witness.flatMap(({ request, response }) => [request, response]) })
        : pass({ at: valid.response });
    },
    killedBy: ["facilitator.exact-svm.token-2022-refused"],
  }),
  refusalCheck({
    id: "svm.fac.destination",
    requirement: "svm.fac.destination",
    appliesTo: at("destination/*"),
    // One of them is in Token-2022, which a facilitator need not take.
    reach: "some",
    message: "A transfer to another account than payTo's associated token account was found valid",
    killedBy: ["facilitator.exact-svm.destination-uncompared"],
  }),
  refusalCheck({
    id: "svm.fac.destination-program",
    requirement: "svm.fac.destination-program",
    appliesTo: at("destination-program/*"),
    reach: "some",
    message: "A transfer to an address derived under the other token program was found valid",
    killedBy: ["facilitator.exact-svm.destination-either-program"],
  }),
  refusalCheck({
    id: "svm.fac.mint",
    requirement: "svm.fac.mint",
    appliesTo: at("mint/*"),
    reach: "some",
    message: "A transfer of another mint than asset was found valid",
    killedBy: ["facilitator.exact-svm.mint-uncompared"],
  }),
  refusalCheck({
    id: "svm.fac.amount",
    requirement: "svm.fac.amount",
    appliesTo: at("amount/*"),
    reach: "some",
    message: "A transfer of less than the amount was found valid",
    killedBy: ["facilitator.exact-svm.amount-under-accepted"],
  }),
  // Later text calls overpayment tolerable in one place, and in two it wants equality. Who goes by the outcome altogether is not judged.
  pinnedTextCheck({
    id: "svm.fac.amount-over",
    requirement: "svm.fac.amount-over",
    appliesTo: at("amount-over/*"),
    message: "A transfer of more than the amount was found valid: it must match exactly",
    killedBy: ["facilitator.exact-svm.amount-over-accepted"],
  }),
  openQuestion({
    id: "svm.fac.amount-over-static",
    requirement: "svm.fac.amount-over-static",
    appliesTo: at("amount-over/one-more"),
    what: "one unit more than required",
    killedBy: ["facilitator.exact-svm.amount-over-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.single-match",
    requirement: "svm.fac.single-match",
    appliesTo: at("single-match/*"),
    reach: "some",
    message: "A transaction that makes the payment twice was found valid",
    killedBy: ["facilitator.exact-svm.second-transfer-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.program-allowlist",
    requirement: "svm.fac.program-allowlist",
    appliesTo: at("program-allowlist/*"),
    message: "A call of a program that nobody knows was found valid",
    killedBy: ["facilitator.exact-svm.extra-program-accepted"],
  }),
];
