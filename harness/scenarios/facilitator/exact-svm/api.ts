import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import type { Scenario } from "../../scenario.ts";
import { scenarios as replies } from "../facilitator-api/replies.ts";
import { scenarios as settling } from "../facilitator-api/settle.ts";
import { overlapping } from "./duplicates.ts";

/** Scenarios of no method's own, driven on Solana also where the target has another method that comes first. */

const onSolana = ({ id, ...scenario }: (typeof replies | typeof settling)[number]): Scenario<SvmFacilitatorSeat> => svmFacilitatorScenario({ ...scenario, id: id.replace("/facilitator-api/", "/exact-svm/api/") });

export const scenarios = [
  ...replies.map(onSolana),
  // On a chain where what is settled at the same time is under way at the same time.
  ...settling
    .filter(({ id }) => id.endsWith("/settle-distinct"))
    .map(onSolana)
    .map((scenario): Scenario<SvmFacilitatorSeat> => ({ ...scenario, drive: async (seat) => await overlapping(seat, [async () => await scenario.drive(seat)]) })),
];
