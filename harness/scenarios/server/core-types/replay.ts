import { serverScenario } from "../../../seats/server-seat.ts";

export const scenarios = [
  serverScenario({
    id: "server/core-types/replay",
    title: "Presents a payment again after it settled; the facilitator lets it settle once",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      const payment = await seat.payment();
      await seat.request({ as: "good", payment });
      await seat.request({ as: "replayed", payment });
    },
  }),
];
