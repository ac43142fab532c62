import { BANK_RAILS } from "../../../methods/bank-rails.ts";
import type { RailChain } from "../../../../simulators/rails/index.ts";
import type { ServerSeat } from "../../../seats/server-seat.ts";
import { createScriptedBank } from "./scripted-bank.ts";

/** One payment, one delivery: bank-payments.md 6.4 and 7.4. */

const AT_ONCE = 4;

/** Content with a number of its own, so that what is produced anew can be told from what is sent again. */
function numberContent(seat: ServerSeat<RailChain>): void {
  let produced = 0;
  seat.upstream.script(() => {
    produced += 1;
    return { json: { content: seat.upstream.marker, produced } };
  });
}

export const scenarios = BANK_RAILS.flatMap((rail) => [
  rail.serverScenario({
    id: `server/${rail.method}/once`,
    title: "Presents payments again, alone and several times at once, to a facilitator that says once that it may be delivered",
    needs: { features: ["facilitator", "upstream"], routes: [rail.offers.settled.route, rail.offers.accepted.route] },
    async drive(seat) {
      numberContent(seat);
      seat.facilitator.script(createScriptedBank({ seat, codes: rail.codes }).scripts);
      for (const deliverOn of ["settled", "accepted"] as const) {
        const { route, instrument } = rail.offers[deliverOn];
        const payment = await seat.payment({ route, bend: { instrument } });
        for (const as of ["good", `again-${deliverOn}`, `again-${deliverOn}`]) await seat.request({ as, route, payment });
        const another = await seat.payment({ route, bend: { instrument } });
        await Promise.all(Array.from({ length: AT_ONCE }, () => seat.request({ as: `at-once-${deliverOn}`, route, payment: another })));
      }
    },
  }),
  rail.serverScenario({
    id: `server/${rail.method}/once-restarted`,
    title: "Restarts the server after it has delivered, and presents the payment again",
    needs: { features: ["facilitator", "upstream", "restart"], routes: [rail.offers.settled.route] },
    instance: "fresh",
    async drive(seat) {
      numberContent(seat);
      const { route, instrument } = rail.offers.settled;
      const instance = await seat.start({ as: "own", scripts: createScriptedBank({ seat, codes: rail.codes }).scripts });
      if (instance === undefined) return;
      const payment = await seat.payment({ route, bend: { instrument } });
      await seat.request({ as: "good", route, payment, instance });
      await seat.request({ as: "again-restarted", route, payment, instance: await seat.restart(instance) });
    },
  }),
  rail.serverScenario({
    id: `server/${rail.method}/lost-reply`,
    title: "Loses the answer to a settle that was carried out, and presents the payment again",
    needs: { features: ["facilitator"], routes: [rail.offers.settled.route, rail.offers.accepted.route] },
    async drive(seat) {
      numberContent(seat);
      await seat.pay({ as: "good", route: rail.offers.settled.route, bend: { instrument: rail.offers.settled.instrument } });
      for (const deliverOn of ["settled", "accepted"] as const) {
        const { route, instrument } = rail.offers[deliverOn];
        seat.facilitator.script(createScriptedBank({ seat, codes: rail.codes, loses: true }).scripts);
        const payment = await seat.payment({ route, bend: { instrument } });
        // As a client does that goes by the text: again, and once more for who asks when it is asked.
        for (let count = 0; count < 3; count += 1) await seat.request({ as: `lost-${deliverOn}`, route, payment });
      }
    },
  }),
]);
