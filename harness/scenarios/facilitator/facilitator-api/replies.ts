import { facilitatorScenario } from "../../../seats/facilitator-seat.ts";
import { needsRefusedAtSettle, needsVerified } from "../../unsupported-case.ts";

/** Both outcomes of both endpoints, and what verify leaves behind. */
export const scenarios = [
  facilitatorScenario({
    id: "facilitator/facilitator-api/replies",
    title: "Verify a good and a forged payment, settle a good and a forged one",
    async drive(seat) {
      needsVerified(seat);
      await seat.controls();
      await seat.settleGood("settle");
      // Who sends a forged one may wait for it until the case's time is over.
      await seat.observe();
      await seat.settle(await seat.forgery(), "settle-forged");
      await seat.observe();
    },
  }),
  facilitatorScenario({
    id: "facilitator/facilitator-api/settle-replies",
    title: "Settle a good payment and a forged one, and read /supported",
    async drive(seat) {
      needsRefusedAtSettle(seat);
      await seat.settleGood("settle");
      await seat.settle(await seat.forgery(), "settle-forged");
      await seat.collect();
      await seat.observe();
      await seat.supported();
    },
  }),
  facilitatorScenario({
    id: "facilitator/facilitator-api/verify-twice",
    title: "Verify one payment twice, then settle it",
    async drive(seat) {
      needsVerified(seat);
      const payment = await seat.payment();
      await seat.verify(payment, "control");
      await seat.verify(await seat.forgery(), "forged");
      await seat.settleGood("settle-control");
      await seat.verify(payment, "control-again");
      await seat.settle(payment, "settle", { attempts: 3 });
      await seat.observe();
    },
  }),
  facilitatorScenario({
    id: "facilitator/facilitator-api/verify-only",
    title: "Verify payments, then settle another and count what was broadcast",
    async drive(seat) {
      needsVerified(seat);
      const verified = await seat.payment();
      await seat.verify(verified, "control");
      await seat.verify(verified, "control-again");
      await seat.verify(await seat.forgery(), "forged");
      await seat.settleGood("settle");
      await seat.observe();
    },
  }),
];
