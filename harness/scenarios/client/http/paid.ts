import { clientScenario } from "../../../seats/client-seat.ts";

export const scenarios = [
  clientScenario({
    id: "client/http/paid",
    title: "Offers what any client can pay, and settles what comes on the real chain",
    async drive(seat) {
      await seat.fetch({ as: "good", settleOnChain: true });
      await seat.fetch({ as: "good-of-two", accepts: [seat.offer(), seat.offer({ amount: "20000" })], settleOnChain: true });
      await seat.fetch({ as: "good-slowly", accepts: [seat.offer({ maxTimeoutSeconds: 600 })], settleOnChain: true });
    },
  }),
];
