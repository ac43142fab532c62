import { serverScenario } from "../../../seats/server-seat.ts";

export const scenarios = [
  serverScenario({
    id: "server/core-types/settlement-pending",
    title: "Lets settlement stay pending, with the hash of what was broadcast",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      seat.facilitator.script({
        settle: () => ({ json: { success: false, errorReason: "settlement_pending", transaction: `0x${"5e".repeat(32)}`, network: seat.route("basic").accepts[0]?.network, payer: seat.wallet().address } }),
      });
      await seat.pay({ as: "pending" });
    },
  }),
];
