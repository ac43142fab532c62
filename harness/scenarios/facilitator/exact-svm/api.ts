import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import type { Scenario } from "../../scenario.ts";
import { scenarios as replies } from "../facilitator-api/replies.ts";
import { scenarios as settling } from "../facilitator-api/settle.ts";
import { controlsOf } from "./parts.ts";

/** Scenarios of no method's own, driven on Solana also where the target has another method that comes first. */

/** Milliseconds from sending to landing: what is settled at the same time is under way at the same time. */
const LANDING_DELAY = 100;

const onSolana = ({ id, drive, ...scenario }: (typeof replies | typeof settling)[number], before?: (seat: SvmFacilitatorSeat) => Promise<void>): Scenario<SvmFacilitatorSeat> =>
  svmFacilitatorScenario({
    ...scenario,
    id: id.replace("/facilitator-api/", "/exact-svm/api/"),
    async drive(seat) {
      await before?.(seat);
      await drive(seat);
    },
  });

export const scenarios = [
  ...replies.map((scenario) => onSolana(scenario)),
  ...settling.filter(({ id }) => id.endsWith("/settle-distinct")).map((scenario) => onSolana(scenario, async (seat) => await controlsOf(seat).setLandingDelay({ account: seat.chain.sponsor, milliseconds: LANDING_DELAY }))),
];
