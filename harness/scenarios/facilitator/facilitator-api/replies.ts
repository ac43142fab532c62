import { facilitatorScenario } from "../../../seats/facilitator-seat.ts";

/** Both outcomes of both endpoints, and what verify leaves behind. */
export const scenarios = [
  facilitatorScenario({
    id: "facilitator/facilitator-api/replies",
    title: "Verify a good and a forged payment, settle a good and a forged one",
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.forgery(), "forged");
      await seat.settleGood("settle");
      // Who sends a forged one may wait for it until the case's time is over.
      await seat.observe();
      await seat.settle(await seat.forgery(), "settle-forged");
      await seat.observe();
    },
  }),
  facilitatorScenario({
    id: "facilitator/facilitator-api/verify-twice",
    title: "Verify one payment twice, then settle it",
    async drive(seat) {
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
      const verified = await seat.payment();
      await seat.verify(verified, "control");
      await seat.verify(verified, "control-again");
      await seat.verify(await seat.forgery(), "forged");
      await seat.settleGood("settle");
      await seat.observe();
    },
  }),
];
