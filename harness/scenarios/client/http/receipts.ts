import { clientScenario } from "../../../seats/client-seat.ts";
import { paidResponse } from "../../../seats/client-offers.ts";

/** Paid requests after which a script gives up; a client that has not stopped by then does not stop. */
const PATIENCE = 10;

export const scenarios = [
  clientScenario({
    id: "client/http/receipts",
    title: "Tells the client by PAYMENT-RESPONSE that its payment settled, failed, or something unreadable",
    needs: { features: ["payment-result"] },
    async drive(seat) {
      await seat.fetch({ as: "receipt-success" });
      await seat.fetch({
        as: "receipt-failure",
        server(request) {
          if (request.paidBefore >= PATIENCE) return { status: 410 };
          return request.payment === undefined ? seat.paymentRequired({ step: "receipt-failure", accepts: [seat.offer()] }) : seat.settlementFailed(request);
        },
      });
      await seat.fetch({
        as: "receipt-failure-with-200",
        server: (request) =>
          request.payment === undefined ? seat.paymentRequired({ step: "receipt-failure-with-200", accepts: [seat.offer()] }) : seat.paid(request, { success: false, errorReason: "insufficient_funds", transaction: "" }),
      });
      await seat.fetch({
        as: "receipt-unreadable",
        server: (request) => (request.payment === undefined ? seat.paymentRequired({ step: "receipt-unreadable", accepts: [seat.offer()] }) : paidResponse({ settlement: null, content: {}, encode: () => "{not base64}" })),
      });
    },
  }),
  clientScenario({
    id: "client/http/settlement-failed",
    title: "Answers every payment with a failing PAYMENT-RESPONSE and no new offer",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({
        as: "fails",
        server(request) {
          if (request.paidBefore >= PATIENCE) return { status: 410 };
          return request.payment === undefined ? seat.paymentRequired({ step: "fails", accepts: [seat.offer()] }) : seat.settlementFailed(request);
        },
      });
    },
  }),
];
