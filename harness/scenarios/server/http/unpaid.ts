import { DriverError } from "../../../targets/errors.ts";
import { serverScenario } from "../../../seats/server-seat.ts";

/** Routes that only a declared feature brings, and that are not asked for otherwise. */
const OPTIONAL: Readonly<Record<string, "flow-upfront">> = { upfront: "flow-upfront" };

const WRITE = { body: '{"query":"unpaid"}', headers: [["Content-Type", "application/json"]] } as const;

export const scenarios = [
  serverScenario({
    id: "server/http/unpaid",
    title: "Asks for every route without payment, then pays for one",
    async drive(seat) {
      if (seat.routes.length === 0) throw new DriverError({ code: "unsupported", what: "The target serves routes of its own and its manifest names none", next: 'Name them in "routes" of the manifest.' });
      for (const id of seat.routes) {
        const feature = OPTIONAL[id];
        if (feature !== undefined && !seat.has(feature)) continue;
        const { method } = seat.route(id);
        await seat.request({ as: "unpaid", route: id, ...(method === "POST" ? WRITE : {}) });
      }
      // Shows that what was refused is really for sale.
      if (seat.has("facilitator") && seat.routes.includes("basic")) await seat.pay({ as: "good" });
    },
  }),
  serverScenario({
    id: "server/core-types/unpaid-signal",
    title: "Asks for a read and a write without payment, then shows by paying that they bring content",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.request({ as: "unpaid" });
      if (seat.routes.includes("write")) await seat.request({ as: "unpaid", route: "write", ...WRITE });
      await seat.pay({ as: "good" });
    },
  }),
];
