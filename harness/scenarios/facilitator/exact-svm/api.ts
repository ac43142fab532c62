import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import type { Scenario } from "../../scenario.ts";
import { scenarios as replies } from "../facilitator-api/replies.ts";
import { scenarios as settling } from "../facilitator-api/settle.ts";
import { controlsOf } from "./parts.ts";

/** Scenarios of no method's own, driven on Solana also where the target has another method that comes first. */

/** Milliseconds from sending to landing: what is settled at the same time is under way at the same time. */
const LANDING_DELAY = 100;

interface Around {
  readonly before: (seat: SvmFacilitatorSeat) => Promise<void>;
  readonly after: (seat: SvmFacilitatorSeat) => Promise<void>;
}

const onSolana = ({ id, drive, ...scenario }: (typeof replies | typeof settling)[number], around?: Around): Scenario<SvmFacilitatorSeat> =>
  svmFacilitatorScenario({
    ...scenario,
    id: id.replace("/facilitator-api/", "/exact-svm/api/"),
    async drive(seat) {
      await around?.before(seat);
      await drive(seat);
      await around?.after(seat);
    },
  });

const delayed: Around = {
  before: async (seat) => await controlsOf(seat).setLandingDelay({ account: seat.chain.sponsor, milliseconds: LANDING_DELAY }),
  async after(seat) {
    // Who answered before a payment had landed has not lost it: all that was sent is on the chain when it is looked at again.
    await controlsOf(seat).release({ account: seat.chain.sponsor });
    await seat.observe();
  },
};

export const scenarios = [...replies.map((scenario) => onSolana(scenario)), ...settling.filter(({ id }) => id.endsWith("/settle-distinct")).map((scenario) => onSolana(scenario, delayed))];
