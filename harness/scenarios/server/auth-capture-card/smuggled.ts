import { cardServerScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { createScriptedCards } from "../../../methods/auth-capture-card/scripted-facilitator.ts";

/** Operations of a payment's lifecycle that a buyer could put in place of a payment. */
const OPERATIONS: readonly Readonly<Record<string, unknown>>[] = [{ type: "capture", amount: "1" }, { type: "void" }, { type: "refund", amount: "1" }];

export const scenarios = [
  cardServerScenario({
    id: "server/auth-capture-card/smuggled",
    title: "Pays one instance of the target, and sends another one capture, void and refund of that payment as payments",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    instance: "fresh",
    async drive(seat) {
      const first = await seat.start({ as: "first", scripts: { settle: createScriptedCards().settle } });
      // One that has not seen the payment: to it, it is not used up.
      const second = await seat.start({ as: "second", scripts: { settle: createScriptedCards().settle } });
      if (first === undefined || second === undefined) return;
      const named = await seat.payment();
      await seat.request({ as: "named", instance: first, payment: named });
      await seat.pay({ as: "good", instance: second });
      for (const operation of OPERATIONS) {
        const { paymentId } = named.payload;
        await seat.pay({ as: `smuggled-${String(operation["type"])}`, instance: second, edit: (payment) => void (payment.payload = { ...operation, paymentId }) });
      }
    },
  }),
];
