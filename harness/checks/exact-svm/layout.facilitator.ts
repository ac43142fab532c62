import { check } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf, refusalCheck } from "../facilitator-calls.ts";
import { openQuestion } from "./open-question.ts";
import { pinnedTextCheck } from "./pinned-text.ts";

/** scheme_exact_svm.md, Facilitator Verification Rules, rule 1: instruction layout; §3.1 of the later text. */

const at = (...names: readonly string[]): { scenarios: readonly string[] } => ({ scenarios: names.map((name) => `facilitator/exact-svm/${name}`) });

/** Lighthouse's own code is not to be had: what counts is that the chain would execute the payment, and that is asked. */
const STAND_IN = "on the embedded node something else executes in Lighthouse's place";

export const checks = [
  pinnedTextCheck({
    id: "svm.fac.layout-count",
    requirement: "svm.fac.layout-count",
    appliesTo: at("layout-count/*"),
    message: "A transaction of fewer than three or of eight instructions was found valid",
    killedBy: ["facilitator.exact-svm.too-few-accepted", "facilitator.exact-svm.too-many-accepted"],
  }),
  pinnedTextCheck({
    id: "svm.fac.layout-order",
    requirement: "svm.fac.layout-order",
    appliesTo: at("layout-order/*"),
    message: "A transaction whose instructions are in another order was found valid",
    killedBy: ["facilitator.exact-svm.order-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.no-transfer",
    requirement: "svm.fac.no-transfer",
    appliesTo: at("no-transfer/*"),
    message: "A transaction without a token transfer was found valid",
    killedBy: ["facilitator.exact-svm.no-transfer-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.transfer-kind",
    requirement: "svm.fac.transfer-kind",
    appliesTo: at("transfer-kind/*"),
    // A facilitator need not take Token-2022, and then only sees the plain ones.
    reach: "some",
    message: "A token instruction other than TransferChecked was found valid as the payment",
    killedBy: ["facilitator.exact-svm.transfer-kind-unchecked"],
  }),
  pinnedTextCheck({
    id: "svm.fac.optional-programs",
    requirement: "svm.fac.optional-programs",
    appliesTo: at("optional-programs/*"),
    message: "An instruction that is neither Lighthouse nor Memo was found valid beside the transfer",
    killedBy: [
      "facilitator.exact-svm.extra-token-accepted",
      "facilitator.exact-svm.extra-system-accepted",
      "facilitator.exact-svm.extra-program-accepted",
      "facilitator.exact-svm.extra-budget-accepted",
    ],
    alsoKilledBy: { "facilitator.exact-svm.compute-kinds-accepted": "a compute budget instruction of any kind is neither Lighthouse nor Memo" },
  }),
  openQuestion({
    id: "svm.fac.optional-sixth",
    requirement: "svm.fac.optional-sixth",
    title: `The sixth instruction, if there is one, is a Memo and not Lighthouse (${STAND_IN}).`,
    appliesTo: at("optional-sixth"),
    what: "three Lighthouse instructions, the last in the sixth place",
    killedBy: ["facilitator.exact-svm.third-lighthouse-refused"],
    alsoKilledBy: { "facilitator.exact-svm.memo-demanded": "where the sixth instruction is Lighthouse there is no Memo" },
  }),
  check({
    id: "svm.fac.lighthouse-allowed",
    requirement: "svm.fac.lighthouse-allowed",
    title: `One or two Lighthouse instructions that a wallet put behind the transfer do not make a payment invalid (${STAND_IN}).`,
    appliesTo: at("lighthouse-allowed/*"),
    witness: (trace) => (discriminates(trace) === undefined || trace.mark<boolean>("executes") !== true ? undefined : answered(trace, "guarded")[0]),
    judge: ({ witness, pass, fail }) =>
      foundValid(witness) ? pass({ at: witness.response }) : fail("A payment with the Lighthouse instructions that wallets add was refused", { expected: "isValid true", actual: outcomeOf(witness), at: [witness.request, witness.response] }),
    killedBy: ["facilitator.exact-svm.lighthouse-refused"],
  }),
  openQuestion({
    id: "svm.fac.lighthouse-three",
    requirement: "svm.fac.lighthouse-three",
    title: `Three Lighthouse instructions that a wallet put behind the transfer do not make a payment invalid (${STAND_IN}).`,
    appliesTo: at("lighthouse-three"),
    what: "three Lighthouse instructions and a Memo",
    killedBy: ["facilitator.exact-svm.third-lighthouse-refused"],
  }),
  openQuestion({
    id: "svm.fac.lighthouse-before",
    requirement: "svm.fac.lighthouse-before",
    title: `Lighthouse instructions between the compute budget and the transfer do not make a payment invalid (${STAND_IN}).`,
    appliesTo: at("lighthouse-before"),
    what: "two Lighthouse instructions before the transfer",
    killedBy: ["facilitator.exact-svm.lighthouse-before-accepted"],
  }),
  openQuestion({
    id: "svm.fac.layout-seven",
    requirement: "svm.fac.layout-seven",
    appliesTo: at("layout-count/eight*", "layout-order/transfer-first"),
    what: "more than seven instructions, or the transfer before the compute budget",
    killedBy: ["facilitator.exact-svm.too-many-accepted", "facilitator.exact-svm.order-accepted"],
  }),
];
