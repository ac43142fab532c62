import { cardServerScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { createScriptedCards, refused, settled } from "../../../methods/auth-capture-card/scripted-facilitator.ts";

const needs = { features: ["facilitator", "upstream"], routes: ["basic"] } as const;

export const scenarios = [
  cardServerScenario({
    id: "server/auth-capture-card/hold-held-back",
    title: "Holds the answer to the hold back while other requests come and go, then places it",
    needs,
    async drive(seat) {
      const cards = createScriptedCards();
      seat.facilitator.script({ settle: cards.settle });
      await seat.pay({ as: "good" });
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      cards.holds((call) => ({ hold: held, ...settled(call) }));
      const arrived = cards.more("hold");
      const answered = seat.pay({ as: "held-back" });
      await Promise.race([arrived, answered]);
      await seat.barrier();
      release();
      await answered;
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/verified-only",
    title: "Finds payments valid whose hold is declined, or is not known to stand",
    needs,
    async drive(seat) {
      const cards = createScriptedCards();
      seat.facilitator.script({ settle: cards.settle, verify: () => ({ json: { isValid: true } }) });
      await seat.pay({ as: "good" });
      cards.holds((call) => refused({ ...call, errorReason: "card_declined" }));
      await seat.pay({ as: "verified-declined" });
      cards.holds((call) => refused({ ...call, errorReason: "settlement_pending" }));
      await seat.pay({ as: "verified-pending" });
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/declined",
    title: "Declines holds with each code there is for it",
    needs,
    async drive(seat) {
      const cards = createScriptedCards();
      seat.facilitator.script({ settle: cards.settle });
      await seat.pay({ as: "good" });
      for (const errorReason of ["card_declined", "card_authentication_required"]) {
        // Verification looks at no card, so that only here a facilitator knows; one that says so earlier is as well understood.
        seat.facilitator.script({ settle: cards.settle, verify: () => ({ json: { isValid: false, invalidReason: errorReason } }) });
        cards.holds((call) => refused({ ...call, errorReason }));
        await seat.pay({ as: `declined-${errorReason}` });
      }
    },
  }),
];
