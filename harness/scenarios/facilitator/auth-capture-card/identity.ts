import { setTimeout as sleep } from "node:timers/promises";
import { cardFacilitatorScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";
import { capture, cardCase, meanwhile, withTerms } from "./card-case.ts";

/** One payment that is presented more than once: scheme_auth_capture_card.md 4.5 and 8.2. */

const CREATES = "POST /v1/payment_intents";
/** Milliseconds. */
const LONGEST_MEANWHILE = 3_000;

export const scenarios = [
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/sequential",
    title: "Settle one payment, and once more",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay();
      await seat.settle(payment, "hold");
      card.look("held");
      await seat.settle(payment, "hold-again");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/concurrent",
    title: "Settle one payment, and once more before the provider has heard of the first",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay();
      let arrived = (): void => undefined;
      let release = (): void => undefined;
      const asked = new Promise<void>((resolve) => void (arrived = resolve));
      const released = new Promise<void>((resolve) => void (release = resolve));
      seat.chain.script({
        beforeBroadcast: async () => {
          arrived();
          await released;
        },
      });
      const first = seat.settle(payment, "hold");
      await Promise.race([asked, first]);
      const second = seat.settle(payment, "hold-again");
      const trips = meanwhile(seat);
      // Who does one thing at a time answers nothing before the provider has answered.
      await Promise.race([trips, sleep(LONGEST_MEANWHILE, undefined, { signal: seat.signal, ref: false })]);
      release();
      await Promise.all([first, second, trips]);
      seat.chain.script({});
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/lost",
    title: "Settle one payment whose hold the provider places without its answer arriving, until it is told to stand",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay();
      let lost = false;
      seat.chain.script({ loses: ({ method }) => method === CREATES && !lost && (lost = true) });
      await seat.settle(payment, "hold");
      seat.chain.script({});
      await seat.settle(payment, "hold-again");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/unheard",
    title: "Settle one payment whose hold never reaches the provider, and once more when it can be reached",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay();
      seat.chain.script({ answer: ({ method }) => (method === CREATES ? "drop" : undefined) });
      await seat.settle(payment, "hold");
      seat.chain.script({});
      await seat.settle(payment, "hold-again");
      await seat.settle(payment, "hold-again");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/restarted",
    title: "Settle one payment, restart the facilitator, settle it once more, and capture it",
    needs: { features: ["restart"] },
    instance: "fresh",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.hold();
      await seat.restart();
      await seat.settle(payment, "hold-again");
      card.look("after");
      await seat.settle(capture(payment, "7300"), "capture");
      card.look("captured");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/other-token",
    title: "Settle one payment, settle its paymentId with another token, and capture the first",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.hold();
      const token = card.token();
      seat.chain.claim(token);
      await seat.settle(edited(payment, (copy) => void (copy.paymentPayload.payload.token = token)), "edited");
      card.look("after");
      await seat.settle(capture(payment, "10000"), "capture");
    },
  }),
  ...(["5000", "20000"] as const).map((amount) =>
    cardFacilitatorScenario({
      id: `facilitator/auth-capture-card/again/amount-${amount}`,
      title: `Settle one payment of 10000, settle its paymentId for ${amount}, and capture the first`,
      async drive(seat) {
        const card = cardCase(seat);
        const payment = await card.hold();
        await seat.settle(withTerms(payment, { amount }), "edited");
        card.look("after");
        await seat.settle(capture(payment, "10000"), "capture");
      },
    }),
  ),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/other-account",
    title: "Settle one payment to one account, and its paymentId and token to another account",
    async drive(seat) {
      const card = cardCase(seat);
      const [, other] = seat.servers;
      const payment = await card.hold();
      await seat.asServer(other?.credential ?? null).settle(withTerms(payment, { payTo: other?.account ?? "" }), "hold-there", { attempts: 2 });
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/again/single-use",
    title: "Settle a payment with a single-use token, and another payment with the same token, at a provider that leaves that to facilitators",
    async drive(seat) {
      const card = cardCase(seat);
      const token = card.token({ singleUse: true });
      await card.hold({ token });
      await seat.settle(await card.pay({ token }), "edited");
      card.look("after");
    },
  }),
];
