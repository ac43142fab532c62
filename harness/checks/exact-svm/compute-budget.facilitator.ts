import { refusalCheck } from "../facilitator-calls.ts";
import { openQuestion } from "./open-question.ts";
import { pinnedTextCheck } from "./pinned-text.ts";

/** scheme_exact_svm.md, Facilitator Verification Rules, rule 3; §2.2.1 of the later text: what the sponsor can be made to pay the network. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-svm/${name}` });

export const checks = [
  pinnedTextCheck({
    id: "svm.fac.compute-program",
    requirement: "svm.fac.compute-program",
    appliesTo: at("compute-program/*"),
    message: "A transaction whose first two instructions are not both the Compute Budget program's was found valid",
    killedBy: ["facilitator.exact-svm.compute-program-unchecked"],
  }),
  pinnedTextCheck({
    id: "svm.fac.compute-discriminators",
    requirement: "svm.fac.compute-discriminators",
    appliesTo: at("compute-discriminators/*"),
    message: "A transaction that does not begin with a limit and a price was found valid",
    killedBy: ["facilitator.exact-svm.compute-discriminators-unchecked"],
  }),
  // Later text bounds the price as well, and only recommends it: that is the next one's.
  pinnedTextCheck({
    id: "svm.fac.compute-price",
    requirement: "svm.fac.compute-price",
    appliesTo: at("compute-price/*"),
    message: "An absurd compute unit price was found valid",
    killedBy: ["facilitator.exact-svm.price-unbounded"],
  }),
  refusalCheck({
    id: "svm.fac.compute-price-cap",
    requirement: "svm.fac.compute-price-cap",
    appliesTo: at("compute-price-cap/*"),
    message: "An absurd compute unit price was found valid",
    killedBy: ["facilitator.exact-svm.extra-price-unbounded"],
    alsoKilledBy: { "facilitator.exact-svm.price-unbounded": "without a bound there is none in the usual place either" },
  }),
  refusalCheck({
    id: "svm.fac.compute-limit",
    requirement: "svm.fac.compute-limit",
    appliesTo: at("compute-limit/*"),
    message: "The highest compute unit limit there is was found valid",
    killedBy: ["facilitator.exact-svm.limit-unbounded"],
  }),
  openQuestion({
    id: "svm.fac.compute-limit-missing",
    requirement: "svm.fac.compute-limit-missing",
    appliesTo: at("compute-limit-missing"),
    what: "no compute unit limit, at a price that was accepted",
    killedBy: ["facilitator.exact-svm.limit-missing-accepted"],
  }),
  refusalCheck({
    id: "svm.fac.compute-kinds",
    requirement: "svm.fac.compute-kinds",
    appliesTo: at("compute-kinds/*"),
    message: "A Compute Budget instruction that sets neither limit nor price was found valid",
    killedBy: ["facilitator.exact-svm.compute-kinds-accepted"],
  }),
];
