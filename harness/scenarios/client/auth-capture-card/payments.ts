import { cardClientScenario } from "../../../methods/auth-capture-card/scenarios.ts";

/** Enough for whatever a client does before it presents a payment. */
const DAYS = 7;

export const scenarios = [
  cardClientScenario({
    id: "client/auth-capture-card/paid",
    title: "Offers payments by card in currencies of two, no and three decimal places, with a capture deadline, and beside an extension",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "good-euro", accepts: [seat.offer({ asset: "EUR", amount: "990" })] });
      await seat.fetch({ as: "good-yen", accepts: [seat.offer({ asset: "JPY", amount: "150" })] });
      await seat.fetch({ as: "good-dinar", accepts: [seat.offer({ asset: "KWD", amount: "1250" })] });
      const captureDeadline = Math.floor(seat.now() / 1000) + DAYS * 86_400;
      await seat.fetch({ as: "good-deadline", accepts: [seat.offer({ extra: { ...seat.extra, captureDeadline } })] });
      // Shows who pays only where this extension is offered.
      const extensions = { "payment-identifier": { info: { required: false }, schema: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" } } };
      await seat.fetch({ as: "identified", extensions });
    },
  }),
  cardClientScenario({
    id: "client/auth-capture-card/purchases",
    title: "Has the same resource bought twice",
    async drive(seat) {
      const accepts = [seat.offer()];
      await seat.fetch({ as: "twice", accepts });
      await seat.fetch({ as: "twice", accepts });
    },
  }),
];
