import { cardFacilitatorScenario, type CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import type { CardEnvelope } from "../../../methods/auth-capture-card/scenarios.ts";
import type { Envelope } from "../../../seats/facilitator-seat.ts";
import { capture, type CardCase, cardCase, lifecycle, release } from "./card-case.ts";

/** The second settle of a payment: scheme_auth_capture_card.md 4.5 and 4.6. Every hold is of 10000 minor units. */

/** Of the hold. */
const WHOLE = "10000";
const PART = "7300";

const CAPTURES = "POST /v1/payment_intents/:id/capture";

/** A payment that is held and captured as a whole: that the target does that is what the others are measured by. */
async function control(seat: CardFacilitatorSeat, card: CardCase): Promise<void> {
  const payment = await card.pay();
  await seat.settle(payment, "hold-control", { attempts: 2 });
  await seat.settle(capture(payment, WHOLE), "capture-control");
  card.look("control");
}

/** Pairs of operations of which a payment takes the first. */
const PAIRS: readonly { readonly id: string; readonly title: string; readonly first: (payment: CardEnvelope) => Envelope; readonly second: (payment: CardEnvelope) => Envelope }[] = [
  { id: "capture-capture", title: "capture a part of a hold, then another part", first: (payment) => capture(payment, PART), second: (payment) => capture(payment, "1000") },
  { id: "capture-void", title: "capture a part of a hold, then void it", first: (payment) => capture(payment, PART), second: release },
  { id: "void-capture", title: "void a hold, then capture it", first: release, second: (payment) => capture(payment, WHOLE) },
];

const REPEATED: readonly { readonly id: string; readonly title: string; readonly of: (payment: CardEnvelope) => Envelope }[] = [
  { id: "capture", title: "Capture a part of a hold, and send the same once more", of: (payment) => capture(payment, PART) },
  { id: "void", title: "Void a hold, and send the same once more", of: release },
];

export const scenarios = [
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/capture",
    title: "Capture the whole of one hold and a part of another",
    async drive(seat) {
      const card = cardCase(seat);
      await control(seat, card);
      const payment = await card.hold();
      await seat.settle(capture(payment, PART), "capture");
      card.look("after");
      await seat.observe();
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/void",
    title: "Void a hold",
    async drive(seat) {
      const card = cardCase(seat);
      card.look("before");
      const payment = await card.hold();
      await seat.settle(release(payment), "void");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/above-hold",
    title: "Capture the whole of one hold, and one minor unit more than another",
    async drive(seat) {
      const card = cardCase(seat);
      await control(seat, card);
      const payment = await card.hold();
      await seat.settle(capture(payment, "10001"), "edited");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/unknown",
    title: "Capture a hold, then capture and void payments that were never held",
    async drive(seat) {
      const card = cardCase(seat);
      await control(seat, card);
      await seat.settle(capture(await card.pay(), WHOLE), "edited");
      await seat.settle(release(await card.pay()), "edited");
      card.look("after");
    },
  }),
  ...PAIRS.map(({ id, title, first, second }) =>
    cardFacilitatorScenario({
      id: `facilitator/auth-capture-card/finalize/twice/${id}`,
      title: `Once ${title}`,
      async drive(seat) {
        const card = cardCase(seat);
        const payment = await card.hold();
        await seat.settle(first(payment), "first");
        card.look("first");
        await seat.settle(second(payment), "second");
        card.look("after");
      },
    }),
  ),
  ...REPEATED.map(({ id, title, of }) =>
    cardFacilitatorScenario({
      id: `facilitator/auth-capture-card/finalize/repeated/${id}`,
      title,
      async drive(seat) {
        const card = cardCase(seat);
        const payment = await card.hold();
        await seat.settle(of(payment), "first");
        card.look("first");
        await seat.settle(of(payment), "again");
        card.look("after");
      },
    }),
  ),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/repeated-lost",
    title: "Capture a part of a hold without the provider's answer arriving, and send the same once more",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.hold();
      let lost = false;
      seat.chain.script({ loses: ({ method }) => method === CAPTURES && !lost && (lost = true) });
      await seat.settle(capture(payment, PART), "first");
      seat.chain.script({});
      card.look("first");
      await seat.settle(capture(payment, PART), "again");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/unheard",
    title: "Capture a hold, then capture another one without the provider hearing of it",
    async drive(seat) {
      const card = cardCase(seat);
      await control(seat, card);
      const payment = await card.hold();
      seat.chain.script({ answer: ({ method }) => (method === CAPTURES ? "drop" : undefined) });
      await seat.settle(capture(payment, PART), "capture");
      card.look("after");
      seat.chain.script({});
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/restarted",
    title: "Hold, restart the facilitator, capture a part, restart it again, and send the same capture once more",
    needs: { features: ["restart"] },
    instance: "fresh",
    async drive(seat) {
      const card = cardCase(seat);
      await control(seat, card);
      const payment = await card.hold();
      await seat.restart();
      await seat.settle(capture(payment, PART), "first");
      card.look("first");
      await seat.restart();
      await seat.settle(capture(payment, PART), "again");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/other-types",
    title: "Capture a hold, then ask for a refund and for an operation there is none of",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.hold();
      await seat.settle(capture(payment, WHOLE), "capture");
      card.look("captured");
      await seat.settle(lifecycle(payment, { type: "refund", amount: WHOLE }), "edited");
      await seat.settle(lifecycle(payment, { type: "foo", amount: WHOLE }), "edited");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/reclaim",
    title: "Send a settle of type reclaim for a hold",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.hold();
      await seat.settle(lifecycle(payment, { type: "reclaim" }), "edited");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/finalize/acknowledged",
    title: "Capture a hold at a provider that acknowledges and does not confirm",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.hold({ as: "card_visa_capture_acknowledged" });
      await seat.settle(capture(payment, PART), "capture");
      card.look("after");
    },
  }),
];
