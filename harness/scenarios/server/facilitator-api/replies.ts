import { serverScenario } from "../../../seats/server-seat.ts";

/** Replies that a server must read, not only receive. */

export const scenarios = [
  serverScenario({
    id: "server/facilitator-api/envelopes",
    title: "Pays an instance with a facilitator of its own, so that no call of it can be anybody else's",
    needs: { features: ["facilitator"], routes: ["basic"] },
    instance: "fresh",
    async drive(seat) {
      const instance = await seat.start({ as: "own" });
      if (instance !== undefined) await seat.pay({ as: "good", instance });
    },
  }),
  serverScenario({
    id: "server/facilitator-api/verify-reply",
    title: "Lets verify answer 200 with isValid false, and 200 without isValid",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const payer = seat.wallet().address;
      seat.facilitator.script({ verify: () => ({ json: { isValid: false, invalidReason: "insufficient_funds", payer } }) });
      await seat.pay({ as: "verify-false" });
      seat.facilitator.script({ verify: () => ({ json: { payer } }) });
      await seat.pay({ as: "verify-missing" });
    },
  }),
  serverScenario({
    id: "server/facilitator-api/settle-reply",
    title: "Lets settle answer 200 with success false, and 200 without success",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const rest = { transaction: "", network: seat.route("basic").accepts[0]?.network, payer: seat.wallet().address };
      seat.facilitator.script({ settle: () => ({ json: { success: false, errorReason: "invalid_transaction_state", ...rest } }) });
      await seat.pay({ as: "settle-false" });
      seat.facilitator.script({ settle: () => ({ json: rest }) });
      await seat.pay({ as: "settle-missing" });
    },
  }),
  serverScenario({
    id: "server/facilitator-api/settle-lost",
    title: "Lets the answer to settle hang and then get lost",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      seat.facilitator.script({ settle: () => ({ hold: held, drop: "before-headers" }) });
      const answered = seat.pay({ as: "settle-lost" });
      await Promise.race([seat.facilitator.arrived("settle", 2), answered]);
      await seat.barrier();
      release();
      await answered;
    },
  }),
];
