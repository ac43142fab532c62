import { clientScenario } from "../../../seats/client-seat.ts";

/** Offers of schemes and networks that no client can know. */
const FOREIGN_SCHEME = { scheme: "conformance-unheard-of" };
const FOREIGN_NETWORK = { network: "nowhere:1" } as const;

export const scenarios = [
  clientScenario({
    id: "client/core-types/unsupported-first",
    title: "Puts offers of unknown schemes and networks in front of an ordinary one",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "first-scheme", accepts: [seat.offer(FOREIGN_SCHEME), seat.offer({ amount: "20000" })] });
      await seat.fetch({ as: "first-network", accepts: [seat.offer(FOREIGN_NETWORK), seat.offer({ amount: "20000" })] });
      await seat.fetch({ as: "first-both", accepts: [seat.offer(FOREIGN_NETWORK), seat.offer(FOREIGN_SCHEME), seat.offer({ amount: "20000" })] });
    },
  }),
  clientScenario({
    id: "client/core-types/none-supported",
    title: "Offers nothing but unknown schemes and networks",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "none-scheme", accepts: [seat.offer(FOREIGN_SCHEME)] });
      await seat.fetch({ as: "none-network", accepts: [seat.offer(FOREIGN_NETWORK)] });
      await seat.fetch({ as: "none-both", accepts: [seat.offer({ ...FOREIGN_SCHEME, ...FOREIGN_NETWORK })] });
    },
  }),
];
