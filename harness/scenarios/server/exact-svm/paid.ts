import { svmServerScenario } from "../../../methods/exact-svm/scenarios.ts";

export const scenarios = [
  svmServerScenario({
    id: "server/exact-svm/paid",
    title: "Pays on the real chain, without a memo and with the seller's",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      seat.facilitator.honest();
      await seat.pay({ as: "good" });
      for (const route of ["memo", "memo-256"]) if (seat.routes.includes(route)) await seat.pay({ as: "good", route });
    },
  }),
];
