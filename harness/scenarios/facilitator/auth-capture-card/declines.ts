import { cardFacilitatorScenario, type CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import { cardCase } from "./card-case.ts";

/** Issuers that do not approve: scheme_auth_capture_card.md 6.3, 7.2, 7.3 and 8.2. */

/** Declines for good, and for reasons that a buyer must not be told. */
const HARD = ["stolen_card", "closed_account", "code_14"] as const;

/** Beyond what any provider or card network allows for one payment. */
const SOFT_SETTLES = 20;

/** What the provider tells everybody: how often one payment may be tried, by its own rules and by the card network's. */
async function limitsOf(seat: CardFacilitatorSeat): Promise<unknown> {
  const answer = await fetch(`${seat.node.psp.url}/v1/account`, { headers: { Authorization: `Bearer ${seat.wallet().merchantKey}` }, signal: seat.signal });
  return ((await answer.json()) as { readonly limits?: unknown }).limits;
}

export const scenarios = [
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/decline/hard-reasons",
    title: "Settle a payment that is approved, one each that the issuer declines for good as stolen, closed and unknown, and another one that is stolen",
    async drive(seat) {
      const card = cardCase(seat);
      await card.hold();
      for (const reason of HARD) await seat.settle(await card.pay({ as: `card_visa_${reason}` }), `declined-${reason}`);
      // For the first reason once more: what differs between these two replies is no reason.
      await seat.settle(await card.pay({ as: `card_visa_${HARD[0]}` }), "declined-twin");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/decline/hard-again",
    title: "Settle a payment that the issuer declines for good, and the same payment twice more",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay({ as: "card_visa_stolen_card" });
      await seat.settle(payment, "declined");
      card.look("declined");
      await seat.settle(payment, "again");
      await seat.settle(payment, "again");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/decline/soft-again",
    title: `Settle a payment ${SOFT_SETTLES} times that the issuer declines for now each time`,
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay({ as: "card_visa_try_again_later" });
      seat.mark("limits", await limitsOf(seat));
      for (let settle = 0; settle < SOFT_SETTLES; settle += 1) await seat.settle(payment, "declined");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/decline/authentication",
    title: "Settle a payment that is approved, and one whose issuer wants the cardholder authenticated",
    async drive(seat) {
      const card = cardCase(seat);
      await card.hold();
      await seat.settle(await card.pay({ as: "card_visa_challenge" }), "declined");
      card.look("after");
    },
  }),
];
