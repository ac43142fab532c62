import { serverScenario } from "../../../seats/server-seat.ts";

const PAYMENTS = 5;

export const scenarios = [
  serverScenario({
    id: "server/http/distinct-at-once",
    title: "Sends five different payments for one URL at once; none settles before all have come",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      const payments = await Promise.all(Array.from({ length: PAYMENTS }, () => seat.payment()));
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      seat.facilitator.script({ settle: (call) => ({ ...call.plausible(), hold: held }) });
      const answers = Promise.all(payments.map((payment) => seat.request({ as: "good", payment })));
      // A target that serves one request at a time never brings the last call before the first answer.
      await Promise.race([seat.facilitator.arrived("settle", PAYMENTS), seat.facilitator.arrived("settle").then(() => seat.barrier()), answers]);
      release();
      await answers;
    },
  }),
];
