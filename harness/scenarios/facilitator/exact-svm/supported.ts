import { svmFacilitatorScenario } from "../../../methods/exact-svm/scenarios.ts";

export const scenarios = [
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/supported",
    title: "Reads /supported of a facilitator that judges payments on Solana",
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      // Signatures are not everybody's to look at before settlement; amounts are.
      await seat.verify(await seat.payment({ amount: 1n }), "edited");
      await seat.supported();
    },
  }),
];
