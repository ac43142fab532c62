import { check } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf, refusalCheck } from "../facilitator-calls.ts";
import { openQuestion } from "./open-question.ts";
import { pinnedTextCheck } from "./pinned-text.ts";

/**
 * What the chain has to say to a payment: scheme_exact_svm.md, Protocol Flow and rule 5; §2.2.3 of the later text, and its
 * `PaymentRequirements` on blockhashes.
 */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-svm/${name}` });

export const checks = [
  openQuestion({
    id: "svm.fac.client-signature",
    requirement: "svm.fac.client-signature",
    appliesTo: at("client-signature/*"),
    what: "no valid signature of the client's",
    killedBy: ["facilitator.exact-svm.signature-unchecked"],
  }),
  pinnedTextCheck({
    id: "svm.fac.account-existence",
    requirement: "svm.fac.account-existence",
    appliesTo: at("account-existence/*"),
    message: "A payment out of an account that does not exist was found valid",
    killedBy: ["facilitator.exact-svm.source-missing-accepted"],
  }),
  pinnedTextCheck({
    id: "svm.fac.destination-exists",
    requirement: "svm.fac.destination-exists",
    appliesTo: at("destination-exists/*"),
    message: "A payment to an account that does not exist was found valid",
    killedBy: ["facilitator.exact-svm.destination-missing-accepted"],
  }),
  openQuestion({
    id: "svm.fac.create-ata",
    requirement: "svm.fac.create-ata",
    appliesTo: at("create-ata/*"),
    what: "payTo's missing account created at the client's expense",
    killedBy: ["facilitator.exact-svm.create-account-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.simulation",
    requirement: "svm.fac.simulation",
    appliesTo: at("simulation/*"),
    message: "A transaction that would fail was found valid",
    killedBy: ["facilitator.exact-svm.not-simulated"],
  }),
  refusalCheck({
    id: "svm.fac.blockhash-expired",
    requirement: "svm.fac.blockhash-expired",
    appliesTo: at("blockhash-expired/*"),
    message: "A transaction whose blockhash the chain does not know was found valid",
    killedBy: ["facilitator.exact-svm.blockhash-expired-accepted"],
  }),
  check({
    id: "svm.fac.blockhash-not-bound",
    requirement: "svm.fac.blockhash-not-bound",
    appliesTo: at("blockhash-not-bound"),
    witness: (trace) => (discriminates(trace) === undefined || !answered(trace, "hinted").some(foundValid) ? undefined : answered(trace, "good")[0]),
    judge: ({ witness, pass, fail }) => (foundValid(witness) ? pass({ at: witness.response }) : fail("A payment was refused for another blockhash than the one hinted at", { actual: outcomeOf(witness), at: [witness.request, witness.response] })),
    killedBy: ["facilitator.exact-svm.blockhash-hint-bound"],
  }),
];
