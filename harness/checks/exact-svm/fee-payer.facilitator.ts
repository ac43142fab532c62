import { check } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf, refusalCheck } from "../facilitator-calls.ts";
import { pinnedTextCheck } from "./pinned-text.ts";

/** scheme_exact_svm.md, Facilitator Verification Rules, rule 2, and §2.1.1 of the later text, in the order of their points. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-svm/${name}` });

export const checks = [
  pinnedTextCheck({
    id: "svm.fac.feepayer-matches",
    requirement: "svm.fac.feepayer-matches",
    appliesTo: at("feepayer-matches/*"),
    message: "A transaction whose fee payer is not extra.feePayer was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-uncompared"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-managed",
    requirement: "svm.fac.feepayer-managed",
    appliesTo: at("feepayer-managed/*"),
    message: "A payment was found valid whose fee payer is somebody else's key",
    killedBy: ["facilitator.exact-svm.fee-payer-unmanaged-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-accounts",
    requirement: "svm.fac.feepayer-accounts",
    appliesTo: at("feepayer-accounts/*"),
    message: "The fee payer among the accounts of an optional instruction was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-in-memo-accepted", "facilitator.exact-svm.fee-payer-in-lighthouse-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-accounts-transfer",
    requirement: "svm.fac.feepayer-accounts-transfer",
    appliesTo: at("feepayer-accounts-transfer/*"),
    message: "The fee payer among the accounts of the transfer was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-in-transfer-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-accounts-budget",
    requirement: "svm.fac.feepayer-accounts-budget",
    appliesTo: at("feepayer-accounts-budget/*"),
    message: "The fee payer among the accounts of a compute budget instruction was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-in-budget-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-authority",
    requirement: "svm.fac.feepayer-authority",
    appliesTo: at("feepayer-authority/*"),
    message: "A transfer of the fee payer's tokens by its own authority was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-authority-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-source",
    requirement: "svm.fac.feepayer-source",
    appliesTo: at("feepayer-source/*"),
    message: "A transfer of the fee payer's tokens by a delegate was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-source-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-delegate",
    requirement: "svm.fac.feepayer-delegate",
    appliesTo: at("feepayer-delegate/*"),
    message: "A transfer that the fee payer makes as delegate was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-delegate-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.feepayer-program",
    requirement: "svm.fac.feepayer-program",
    appliesTo: at("feepayer-program/*"),
    message: "A transaction that calls the fee payer as a program was found valid",
    killedBy: ["facilitator.exact-svm.fee-payer-as-program-accepted"],
  }),
  check({
    id: "svm.fac.feepayer-recipient",
    requirement: "svm.fac.feepayer-recipient",
    appliesTo: at("feepayer-recipient"),
    witness: (trace) => (discriminates(trace) === undefined ? undefined : answered(trace, "good")[0]),
    judge: ({ witness, pass, fail }) => (foundValid(witness) ? pass({ at: witness.response }) : fail("A payment to the fee payer was refused", { actual: outcomeOf(witness), at: [witness.request, witness.response] })),
    killedBy: ["facilitator.exact-svm.payto-fee-payer-refused"],
  }),
];
