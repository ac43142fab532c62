import { clientScenario } from "../../../seats/client-seat.ts";

export const scenarios = [
  clientScenario({
    id: "client/http/header-case",
    title: "Spells PAYMENT-REQUIRED in capitals, in lower case and mixed",
    async drive(seat) {
      await seat.fetch({ as: "spelled-upper", signal402: { name: "PAYMENT-REQUIRED" } });
      await seat.fetch({ as: "spelled-lower", signal402: { name: "payment-required" } });
      await seat.fetch({ as: "spelled-mixed", signal402: { name: "Payment-Required" } });
    },
  }),
  clientScenario({
    id: "client/http/large-header",
    title: "Answers 402 with a PAYMENT-REQUIRED of 64 KB, then asks for an ordinary payment again",
    instance: "fresh",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "large", signal402: { edit: (message) => ({ ...message, resource: { url: seat.url("large"), description: "x".repeat(48 * 1024) } }) } });
      await seat.fetch({ as: "after-large" });
    },
  }),
];
