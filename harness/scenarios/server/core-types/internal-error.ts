import { serverScenario } from "../../../seats/server-seat.ts";

export const scenarios = [
  serverScenario({
    id: "server/core-types/internal-error",
    title: "Lets the facilitator fail with internals in its answers, and sends a payload that lacks members",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const secret = `secret-${seat.tag}`;
      const failing = () => ({ status: 500, body: `Error: connect ECONNREFUSED https://operator:${secret}@rpc.example.com/v2/key\n    at Facilitator.verify (/srv/facilitator/src/verify.ts:41:13)` });
      seat.mark("secret", secret);
      seat.facilitator.script({ verify: failing });
      await seat.pay({ as: "verify-fails" });
      seat.facilitator.script({ settle: failing });
      await seat.pay({ as: "settle-fails" });
      seat.facilitator.script({});
      await seat.pay({ as: "without-accepted", edit: (payment) => delete (payment as { accepted?: unknown }).accepted });
      await seat.pay({ as: "null-payload", edit: (payment) => ((payment as { payload: unknown }).payload = null) });
    },
  }),
];
