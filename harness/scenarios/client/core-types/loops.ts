import { clientScenario } from "../../../seats/client-seat.ts";

/** Paid requests after which a script gives up; a client that has not stopped by then does not stop. */
const PATIENCE = 10;

export const scenarios = [
  clientScenario({
    id: "client/core-types/refused-again",
    title: "Answers every request with 402 and a fresh offer, also the paid ones",
    async drive(seat) {
      await seat.fetch({ as: "refused", server: (request) => (request.paidBefore >= PATIENCE ? { status: 410 } : seat.paymentRequired({ step: "refused", accepts: [seat.offer()], error: "Payment was refused" })) });
    },
  }),
  clientScenario({
    id: "client/core-types/dropped",
    title: "Drops the connection of every paid request",
    async drive(seat) {
      await seat.fetch({
        as: "dropped",
        server(request) {
          if (request.paidBefore >= PATIENCE) return { status: 410 };
          return request.payment === undefined ? seat.paymentRequired({ step: "dropped", accepts: [seat.offer()] }) : { drop: "before-headers" };
        },
      });
    },
  }),
];
