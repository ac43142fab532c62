import { clientScenario } from "../../../seats/client-seat.ts";

const VENDOR = { "x-conformance": { added: true, by: "the suite" } };

export const scenarios = [
  clientScenario({
    id: "client/core-types/unknown-members",
    title: "Adds members the text does not name to the signal, the resource, an offer and its extra",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "unknown-in-signal", signal402: { edit: (message) => ({ ...message, ...VENDOR }) } });
      await seat.fetch({ as: "unknown-in-resource", signal402: { edit: (message) => ({ ...message, resource: { ...(message["resource"] as object), ...VENDOR } }) } });
      await seat.fetch({ as: "unknown-in-offer", accepts: [{ ...seat.offer(), ...VENDOR }] });
      await seat.fetch({ as: "unknown-in-extra", accepts: [seat.offer({ extra: { ...seat.extra, ...VENDOR } })] });
    },
  }),
  clientScenario({
    id: "client/core-types/non-ascii",
    title: "Describes the resource in letters beyond ASCII",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      const edit = (message: Record<string, unknown>): unknown => ({ ...message, error: "Zapłać — 支払い", resource: { ...(message["resource"] as object), description: "Zażółć gęślą jaźń — 支払い 💸" } });
      await seat.fetch({ as: "non-ascii", signal402: { edit } });
    },
  }),
];
