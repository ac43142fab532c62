import { serverScenario } from "../../../seats/server-seat.ts";

export const scenarios = [
  serverScenario({
    id: "server/http/paid",
    title: "Pays on the real chain: a GET, a POST with a body, and the second of two offers",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      seat.facilitator.honest();
      await seat.pay({ as: "good" });
      if (seat.routes.includes("write")) await seat.pay({ as: "good", route: "write", body: '{"query":"paid"}', headers: [["Content-Type", "application/json"]] });
      if (seat.routes.includes("multi")) await seat.pay({ as: "good", route: "multi", index: 1 });
    },
  }),
];
