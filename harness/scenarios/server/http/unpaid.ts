import { serverScenario } from "../../../seats/server-seat.ts";

/** Routes that only a declared feature brings, and that are not asked for otherwise. */
const OPTIONAL: Readonly<Record<string, "flow-upfront">> = { upfront: "flow-upfront" };

export const scenarios = [
  serverScenario({
    id: "server/http/unpaid",
    title: "Asks for every route without payment, then pays for one",
    async drive(seat) {
      for (const id of seat.routes) {
        const feature = OPTIONAL[id];
        if (feature !== undefined && !seat.has(feature)) continue;
        const { method } = seat.route(id);
        await seat.request({ as: "unpaid", route: id, ...(method === "POST" ? { body: '{"query":"unpaid"}', headers: [["Content-Type", "application/json"]] } : {}) });
      }
      // Shows that what was refused is really for sale.
      if (seat.has("facilitator")) await seat.pay({ as: "good" });
    },
  }),
];
