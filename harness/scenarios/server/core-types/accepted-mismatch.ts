import { serverScenario } from "../../../seats/server-seat.ts";

/**
 * Terms the server never offered, signed for accordingly: signature and accepted agree with each
 * other, and only a comparison with the server's own offers tells. The plausible facilitator refuses
 * whatever does not fit the requirements it is given, so a server that passes on its own is safe.
 */
export const scenarios = [
  serverScenario({
    id: "server/core-types/accepted-mismatch",
    title: "Pays on terms that were never offered: lower amount, other recipient, asset, network and scheme",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const { accepts } = await seat.offer("basic");
      const amount = BigInt(accepts[0]?.amount ?? "10000") / 10n;
      await seat.pay({ as: "lower-amount", bend: { amount }, edit: (payment) => (payment.accepted["amount"] = amount.toString()) });
      const stranger = seat.wallet("stranger").address;
      await seat.pay({ as: "other-recipient", bend: { recipient: stranger }, edit: (payment) => (payment.accepted["payTo"] = stranger) });
      await seat.pay({ as: "other-asset", edit: (payment) => (payment.accepted["asset"] = stranger) });
      await seat.pay({ as: "other-network", edit: (payment) => (payment.accepted["network"] = "eip155:8453") });
      await seat.pay({ as: "other-scheme", edit: (payment) => (payment.accepted["scheme"] = "upto") });
    },
  }),
];
