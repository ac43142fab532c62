import { facilitatorScenario, type FacilitatorSeat } from "../../../seats/facilitator-seat.ts";
import { needsVerified } from "../../unsupported-case.ts";

/** One authorization, one settlement: x402-specification-v2.md §10.1; scheme_exact.md, Replay (newer text). */

const TIMES = 20;

const control = async (seat: FacilitatorSeat): Promise<void> => {
  needsVerified(seat);
  await seat.controls();
};

export const scenarios = [
  facilitatorScenario({
    id: "facilitator/exact/replay/sequential",
    title: "Settle one payment three times, one after another",
    async drive(seat) {
      await control(seat);
      const payment = await seat.settleGood("settle");
      await seat.observe();
      for (const as of ["settle-again", "settle-again"]) await seat.settle(payment, as);
      await seat.observe();
    },
  }),
  facilitatorScenario({
    id: "facilitator/exact/replay/concurrent",
    title: `Settle one payment ${TIMES} times at once`,
    // Nineteen failures at once may leave a target in disorder, and that must not reach other cases.
    instance: "fresh",
    async drive(seat) {
      await control(seat);
      const payment = await seat.payment();
      await seat.ripen(payment);
      await Promise.all(Array.from({ length: TIMES }, async () => await seat.settle(payment, "settle")));
      await seat.observe();
    },
  }),
];
