import { findNumbers } from "../../privacy/mask.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { clientSteps, object, paid } from "../client-steps.ts";
import { freshIdCheck, isOn, ownProviderCheck, PAYMENT_ID, presented, railPaymentCheck, stableIdCheck } from "../rail-client.ts";
import { cardDataIn } from "../card-data.ts";

/** scheme_auth_capture_card.md 4.2, 4.4 and 8.1: what a client presents. */

const namespace = "card";
const PAID = "client/auth-capture-card/paid";
const ALL = "client/auth-capture-card/*";

function paidByCard(trace: Trace): ReturnType<typeof paid> {
  return paid(trace).filter((payment) => isOn(namespace, payment));
}

export const checks: readonly Check[] = [
  ownProviderCheck({ requirement: "card.client.psp", scenarios: "client/auth-capture-card/providers", killedBy: ["client.auth-capture-card.psp-ignored"] }),
  railPaymentCheck({
    requirement: "card.client.payload",
    namespace,
    scenarios: PAID,
    deviation(payment) {
      const { token, paymentId } = presented(payment);
      if (typeof token !== "string" || token === "") return { message: "the payload has no token", expected: "the provider's token, as text", actual: typeof token };
      return typeof paymentId === "string" && paymentId !== "" ? undefined : { message: "the payload has no paymentId", expected: "text", actual: paymentId ?? "no such member" };
    },
    killedBy: ["client.auth-capture-card.token-misnamed"],
  }),
  railPaymentCheck({
    requirement: "card.client.token-no-pan",
    namespace,
    scenarios: PAID,
    deviation(payment) {
      const { token } = presented(payment);
      // That there is one is matter of card.client.payload. A security code cannot be told from other digits; track data have the number in them.
      if (typeof token !== "string" || token === "") return "silent";
      const found = findNumbers(token).find(({ kind }) => kind === "card");
      return found === undefined ? undefined : { message: "the token is a card number, or holds one", expected: "an opaque token", actual: found.shown };
    },
    killedBy: ["client.auth-capture-card.card-number-presented"],
  }),
  check({
    id: "card.any.no-card-data.client",
    requirement: "card.any.no-card-data",
    title: "No payload of a client carries a card number, a security code or track data",
    appliesTo: { scenarios: ALL },
    reach: "some",
    witness(trace) {
      const payments = paidByCard(trace);
      return payments.length === 0 ? undefined : payments;
    },
    // 8.1 speaks of payloads; of other headers nobody can tell a card's number from an id. paymentId may be nothing but digits (4.4).
    judge({ witness, pass, fail }) {
      for (const { message, attempt } of witness) {
        const { paymentId: _, ...payload } = object(message["payload"]);
        const [found] = cardDataIn({ text: JSON.stringify(payload) });
        if (found !== undefined) return fail(`there is a ${found.what} in a payment's payload`, { expected: "tokens and references only", actual: found.shown, at: attempt.request });
      }
      return pass({ at: witness.map(({ attempt }) => attempt.request) });
    },
    killedBy: ["client.auth-capture-card.card-number-beside"],
    alsoKilledBy: { "client.auth-capture-card.card-number-presented": "a number in the token's place is in the payload as well" },
  }),
  railPaymentCheck({
    requirement: "card.client.payment-id",
    namespace,
    scenarios: PAID,
    deviation(payment) {
      const { paymentId } = presented(payment);
      // That there is one is matter of card.client.payload.
      if (typeof paymentId !== "string" || paymentId === "") return "silent";
      return PAYMENT_ID.test(paymentId) ? undefined : { message: "paymentId has another form", expected: "16 to 128 letters, digits, hyphens or underscores", actual: paymentId };
    },
    killedBy: ["client.auth-capture-card.payment-id-short"],
  }),
  stableIdCheck({
    requirement: "card.client.payment-id-stable",
    namespace,
    scenarios: "client/auth-capture-card/retries",
    // Another token is another card, which the holder may well choose; the text then has the same paymentId refused (4.5).
    sameToken: false,
    killedBy: ["client.flow.pending-forgotten"],
    alsoKilledBy: { "client.flow.signs-after-drop": "what is signed anew after a broken connection has a paymentId of its own" },
  }),
  freshIdCheck({ requirement: "card.client.payment-id-fresh", namespace, scenarios: "client/auth-capture-card/purchases", killedBy: ["client.auth-capture-card.payment-id-constant"] }),
  check({
    id: "card.any.no-extension-needed.client",
    requirement: "card.any.no-extension-needed",
    title: "A client needs no payment-identifier extension to pay by card",
    appliesTo: { scenarios: PAID },
    witness: (trace) => paidByCard(trace)[0],
    judge({ witness, trace, pass, fail }) {
      // A client may well not pay in every currency: one offer without extensions that it pays is enough.
      const without = paidByCard(trace).find(({ step }) => step.as !== "identified");
      const [plain] = clientSteps(trace, "good");
      return without === undefined ? fail("the client pays by card only where payment-identifier is advertised", { expected: "a payment without any extension", actual: plain?.outcome?.message ?? "none", at: witness.attempt.request }) : pass({ at: without.attempt.request });
    },
    killedBy: ["client.auth-capture-card.identifier-needed"],
  }),
];
