import { BANK_RAILS } from "../../../methods/bank-rails.ts";
import { tokensAt, bankOffer } from "./wallets.ts";
import { vaultKey } from "../fiat/vault.ts";

/** Networks of several rails, each with tokens of its own. */
const several = BANK_RAILS.filter(({ offers }) => offers.accepted.extra["rail"] !== offers.settled.extra["rail"]);

export const scenarios = several.map((rail) =>
  rail.clientScenario({
    id: `client/${rail.method}/rail-tokens`,
    title: "Offers each rail to a client whose only token is for the other one",
    async drive(seat) {
      const entries = tokensAt({ seat, rail, psp: seat.node.psp.name });
      await seat.fetch({ as: "good", accepts: [bankOffer({ seat, rail, deliverOn: "settled" })], also: { [rail.namespace]: vaultKey({ seat, entries }) } });
      for (const deliverOn of ["settled", "accepted"] as const) {
        const offer = bankOffer({ seat, rail, deliverOn });
        const others = entries.filter((entry) => entry.rail !== offer.extra?.["rail"]);
        await seat.fetch({ as: `rail-${deliverOn}`, accepts: [offer], also: { [rail.namespace]: vaultKey({ seat, entries: others }) } });
      }
    },
  }),
);
