import type { PaymentRequirements } from "../../../../spec/types.ts";
import { cardClientScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { mintAt, vaultKey } from "../fiat/vault.ts";

const OTHER = "otherpay";

export const scenarios = [
  cardClientScenario({
    id: "client/auth-capture-card/providers",
    title: "Offers payments through a provider that minted none of the client's tokens, alone and before a good offer, and through either of two",
    async drive(seat) {
      const own = { psp: seat.node.psp.name, token: seat.wallet().tokens["card_visa"] ?? "" };
      const foreign = { psp: OTHER, token: mintAt({ seat, psp: OTHER, instrument: "card_visa" }) };
      const through = (psp: string): PaymentRequirements => seat.offer({ extra: { ...seat.extra, psp } });
      const card = vaultKey({ seat, entries: [own] });
      await seat.fetch({ as: "good", also: { card } });
      await seat.fetch({ as: "psp-other", accepts: [through(OTHER)], also: { card } });
      await seat.fetch({ as: "psp-other-first", accepts: [through(OTHER), through(own.psp)], also: { card } });
      const both = vaultKey({ seat, entries: [own, foreign] });
      await seat.fetch({ as: "psp-of-two", accepts: [through(OTHER)], also: { card: both } });
    },
  }),
];
