import { cardClientScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { mintAt } from "../fiat/vault.ts";
import { reported } from "../fiat/undecided.ts";
import { withoutResult } from "../fiat/retries.ts";

export const scenarios = [
  cardClientScenario({
    id: "client/auth-capture-card/retries",
    title: "Leaves a paid request without a result: by a broken connection, by a 503, and by saying that settlement is pending",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await withoutResult({ seat, offer: () => seat.offer() });
    },
  }),
  cardClientScenario({
    id: "client/auth-capture-card/challenged",
    title: "Refuses a card for want of its holder's authentication, and offers another card network beside it",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      const accepts = [seat.offer(), seat.offer({ network: "card:mastercard" })];
      const psp = seat.node.psp.name;
      await seat.fetch({
        as: "challenged",
        accepts,
        also: { card: `${psp}/${mintAt({ seat, psp, instrument: "card_visa_challenge" })}` },
        server(request) {
          if (request.payment === undefined) return seat.paymentRequired({ step: "challenged", accepts });
          return request.paidBefore > 0 ? seat.paid(request) : reported(seat, { errorReason: "card_authentication_required", transaction: "", offers: { step: "challenged", accepts } });
        },
      });
    },
  }),
];
