import { setTimeout as sleep } from "node:timers/promises";
import { cardFacilitatorScenario, type CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import { capture, cardCase } from "./card-case.ts";

/** Holds that nobody captures: scheme_auth_capture_card.md 4.5. The deadline is on the facilitator's own clock, which is the wall's. */

/** From the hold to the deadline. */
const DEADLINE_SECONDS = 6;
/** After the deadline, which is the last moment, by how much it was away: who looks from time to time has looked by then. */
const GRACE_TIMES = 2;
const LOOK_EVERY = 100;

/** Waits until the hold of an intent is gone, and no longer than what a deadline can be overrun by. */
async function untilGone(seat: CardFacilitatorSeat, options: { readonly intent: string | undefined; readonly deadline: number }): Promise<void> {
  const { intent, deadline } = options;
  if (intent === undefined) return;
  const standing = (): boolean => seat.node.psp.control.intent(intent)?.["status"] === "requires_capture";
  while (standing() && Number(seat.now()) < deadline + GRACE_TIMES * seat.deadlineSeconds) await sleep(LOOK_EVERY, undefined, { signal: seat.signal });
}

export const scenarios = [
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/deadline/unused",
    title: `Hold until ${DEADLINE_SECONDS} seconds from now without capturing, wait until the hold is gone, and capture`,
    deadlineSeconds: DEADLINE_SECONDS,
    async drive(seat) {
      const card = cardCase(seat);
      const captureDeadline = Number(seat.now()) + seat.deadlineSeconds;
      const payment = await card.pay({ terms: { extra: { ...seat.requirements().extra, captureDeadline } } });
      await seat.settle(payment, "hold");
      card.look("held");
      await untilGone(seat, { intent: card.intentOf(payment), deadline: captureDeadline });
      seat.mark("deadline", { captureDeadline, now: Number(seat.now()) });
      card.look("after");
      await seat.settle(capture(payment, "10000"), "capture");
      card.look("late");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/deadline/unused-restarted",
    title: `Hold until ${DEADLINE_SECONDS} seconds from now, restart the facilitator, and wait until the hold is gone`,
    needs: { features: ["restart"] },
    instance: "fresh",
    deadlineSeconds: DEADLINE_SECONDS,
    async drive(seat) {
      const card = cardCase(seat);
      const captureDeadline = Number(seat.now()) + seat.deadlineSeconds;
      const payment = await card.pay({ terms: { extra: { ...seat.requirements().extra, captureDeadline } } });
      await seat.settle(payment, "hold");
      card.look("held");
      await seat.restart();
      await untilGone(seat, { intent: card.intentOf(payment), deadline: captureDeadline });
      seat.mark("deadline", { captureDeadline, now: Number(seat.now()) });
      card.look("after");
    },
  }),
];
