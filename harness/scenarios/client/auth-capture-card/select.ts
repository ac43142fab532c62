import { cardClientScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { CHAIN_KEY, onAChain } from "../fiat/on-a-chain.ts";
import { mintAt } from "../fiat/vault.ts";

export const scenarios = [
  cardClientScenario({
    id: "client/auth-capture-card/mixed",
    title: "Offers a card and a chain, each alone and both in either order",
    async drive(seat) {
      await seat.fetch({ as: "good", also: CHAIN_KEY });
      await seat.fetch({ as: "chain", accepts: [onAChain()], also: CHAIN_KEY });
      await seat.fetch({ as: "card-first", accepts: [seat.offer(), onAChain()], also: CHAIN_KEY });
      await seat.fetch({ as: "chain-first", accepts: [onAChain(), seat.offer()], also: CHAIN_KEY });
    },
  }),
  cardClientScenario({
    id: "client/auth-capture-card/networks",
    title: "Offers card networks one by one, each to a client that has a card of that network",
    async drive(seat) {
      const psp = seat.node.psp.name;
      await seat.fetch({ as: "good" });
      for (const name of ["visa", "mastercard", "amex"]) await seat.fetch({ as: `network-${name}`, accepts: [seat.offer({ network: `card:${name}` })], also: { card: `${psp}/${mintAt({ seat, psp, instrument: `card_${name}` })}` } });
    },
  }),
];
