import { check, type Check } from "../check.ts";
import { clientSteps, goodTwin, object, type Paid, paid, paymentsOf } from "../client-steps.ts";
import { isOn, presented } from "../rail-client.ts";

/** scheme_auth_capture_card.md 4.2, 5.1 and 7.2: which offer a client takes, and which it takes next. */

/** What a step's first payment is for. */
function taken(payments: readonly Paid[], as: string): "card" | "chain" | undefined {
  const found = payments.find(({ step }) => step.as === as);
  return found === undefined ? undefined : isOn("card", found) ? "card" : "chain";
}

export const checks: readonly Check[] = [
  check({
    id: "card.client.wildcard",
    requirement: "card.client.wildcard",
    appliesTo: { scenarios: "client/auth-capture-card/networks" },
    witness: (trace) => (goodTwin(trace) === undefined ? undefined : clientSteps(trace, (as) => as.startsWith("network-"))),
    judge({ witness, pass, notApplicable }) {
      const payments = witness.map((step) => paymentsOf(step)[0]);
      const skipped = witness.filter((_, index) => payments[index] === undefined).map(({ as }) => as.replace("network-", "card:"));
      return skipped.length === 0 ? pass({ at: payments.flatMap((payment) => payment?.attempt.request ?? []) }) : notApplicable(`the client takes no part for ${skipped.join(", ")}, which is as well`);
    },
    killedBy: [],
  }),
  check({
    id: "card.client.default-selection",
    requirement: "card.client.default-selection",
    appliesTo: { scenarios: "client/auth-capture-card/mixed" },
    witness(trace) {
      const payments = paid(trace);
      const both = { alone: taken(payments, "good"), onChain: taken(payments, "chain"), cardFirst: taken(payments, "card-first"), chainFirst: taken(payments, "chain-first") };
      return both.alone === "card" && both.cardFirst !== undefined && both.chainFirst !== undefined ? { ...both, payments } : undefined;
    },
    judge({ witness: { onChain, cardFirst, chainFirst, payments }, position, notApplicable }) {
      if (onChain === undefined) return notApplicable("the client pays by card alone");
      const at = payments.filter(({ step }) => step.as.endsWith("-first")).map(({ attempt }) => attempt.request);
      if (cardFirst === "card" && chainFirst === "chain") return position("first", "the client takes the first offer it supports", { at });
      if (cardFirst === "chain" && chainFirst === "chain") return position("authorization", "the client takes the offer that is settled after delivery, wherever it stands", { at });
      return position("other", cardFirst === "card" && chainFirst === "card" ? "the client takes the card, wherever it stands" : "the client takes the second offer", { at });
    },
    killedBy: ["client.select.flow-unranked"],
    alsoKilledBy: { "client.select.upfront-first": "what is held before delivery comes before what is settled after it as well" },
  }),
  check({
    id: "card.client.auth-required",
    requirement: "card.client.auth-required",
    appliesTo: { scenarios: "client/auth-capture-card/challenged" },
    witness: (trace) => (goodTwin(trace) === undefined ? undefined : clientSteps(trace, "challenged").find((step) => paymentsOf(step).length > 0)),
    judge({ witness, pass, notApplicable }) {
      const [first, ...later] = paymentsOf(witness);
      const next = later.find(({ offer, ...payment }) => offer?.["network"] !== first?.offer?.["network"] || (first !== undefined && presented({ ...payment, offer }).token !== presented(first).token));
      if (next !== undefined) return pass({ at: next.attempt.request });
      return notApplicable(later.length === 0 ? "the client leaves it to its caller what to do about authentication" : `the client presents the same card again (${JSON.stringify(object(later[0]?.message["payload"])["paymentId"] === object(first?.message["payload"])["paymentId"] ? "same paymentId" : "another paymentId")})`);
    },
    killedBy: [],
  }),
];
