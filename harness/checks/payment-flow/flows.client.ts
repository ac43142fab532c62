import { check, type Check } from "../check.ts";
import { besideGoodTwin, goodTwin, type JsonObject, object, type Paid, paid, paymentsOf, sameText } from "../client-steps.ts";

/** x402-specification-v2.md §6.1 of the newer text: payment flows, and §5.1.2 on the reserved members of extra, as clients keep them. */

/** What the scenarios state. */
const UNKNOWN_FLOW = "future";

export const checks: readonly Check[] = [
  check({
    id: "flow.client-unknown-flow",
    requirement: "flow.client-unknown-flow",
    appliesTo: { scenarios: "client/payment-flow/unknown" },
    witness: (trace) => besideGoodTwin(trace, "flow-unknown-only")?.[0],
    judge({ witness: step, pass, fail }) {
      const [payment] = paymentsOf(step);
      return payment === undefined ? pass({ at: step.outcome }) : fail("the client pays an offer whose payment flow nobody knows", { expected: "no payment", actual: payment.message["accepted"], at: payment.attempt.request });
    },
    killedBy: ["client.select.unknown-flow-as-last-resort"],
  }),
  check({
    id: "flow.client-skip-unknown",
    requirement: "flow.client-skip-unknown",
    appliesTo: { scenarios: "client/payment-flow/unknown" },
    witness: (trace) => besideGoodTwin(trace, "flow-unknown-first")?.[0],
    judge({ witness: step, pass, fail }) {
      const [payment] = paymentsOf(step);
      if (payment === undefined) return fail("the client gives up on a list whose first offer names an unknown flow", { expected: "a payment for the second offer", actual: step.outcome?.message ?? "none", at: step.attempts[0]?.response });
      return payment.offer === payment.offers[1] ? pass({ at: payment.attempt.request }) : fail("the client pays the offer whose flow nobody knows instead of the other one", { expected: JSON.stringify(payment.offers[1]), actual: payment.message["accepted"], at: payment.attempt.request });
    },
    killedBy: ["client.select.unknown-flow-aborts"],
  }),
  check({
    id: "flow.client-prefer-authorization",
    requirement: "flow.client-prefer-authorization",
    appliesTo: { scenarios: "client/payment-flow/both" },
    witness(trace) {
      const payments = goodTwin(trace) === undefined ? [] : paid(trace, ["both-named", "both-by-default"]);
      return payments.length === 0 ? undefined : payments;
    },
    judge({ witness, pass, fail, notApplicable }) {
      const telling = witness.filter(tellsItsOffer);
      if (telling.length === 0) return notApplicable("nothing in the payments tells which of the offers they are for");
      const upfront = telling.find(({ offer }) => object(offer?.["extra"])["paymentFlow"] === "upfront");
      return upfront === undefined ? pass({ at: witness.map(({ attempt }) => attempt.request) }) : fail("the client picks the upfront flow although authorization is offered", { expected: "the offer of the authorization flow", actual: upfront.message["accepted"], at: upfront.attempt.request });
    },
    killedBy: ["client.select.upfront-first"],
    alsoKilledBy: { "client.select.flow-unranked": "who does not look at flows takes what is offered first" },
  }),
  check({
    id: "core.requirements.extra-reserved.client",
    requirement: "core.requirements.extra-reserved",
    title: "A client reads assetTransferMethod and paymentFlow with their protocol meaning, also side by side.",
    appliesTo: { scenarios: "client/payment-flow/reserved-keys" },
    witness: (trace) => besideGoodTwin(trace, "reserved")?.[0],
    judge({ witness: step, pass, fail, notApplicable }) {
      const [payment] = paymentsOf(step);
      // That it should have used the plain offer is matter of flow.client-skip-unknown.
      if (payment === undefined) return notApplicable("the client declined the whole list");
      return object(payment.offer?.["extra"])["paymentFlow"] !== UNKNOWN_FLOW ? pass({ at: payment.attempt.request }) : fail("the client pays an offer that states a flow nobody knows, as if the member were private data", { expected: "a payment for the plain offer", actual: payment.message["accepted"], at: payment.attempt.request });
    },
    killedBy: ["client.select.flow-unread-beside-method"],
  }),
];

/** Offers of one network may differ in extra alone, and a payment need not repeat it there. */
function tellsItsOffer({ message, offer, offers }: Paid): boolean {
  const alike = (other: JsonObject): boolean => ["scheme", "network", "amount", "asset", "payTo"].every((term) => sameText(other[term], offer?.[term]));
  return "extra" in object(message["accepted"]) || offers.filter(alike).length < 2;
}
