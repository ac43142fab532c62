import { serverScenario } from "../../../seats/server-seat.ts";

/** Order of settlement and execution. */

export const scenarios = [
  serverScenario({
    id: "server/payment-flow/authorization",
    title: "Pays under the default flow and watches facilitator and handler",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    drive: async (seat) => void (await seat.pay({ as: "good" })),
  }),
  serverScenario({
    id: "server/payment-flow/verify-held",
    title: "Holds verification back while other requests come and go, then finds the payment invalid",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      seat.facilitator.script({ verify: () => ({ hold: held, json: { isValid: false, invalidReason: "insufficient_funds", payer: seat.wallet().address } }) });
      seat.mark("held", {});
      const answered = seat.pay({ as: "invalid" });
      await Promise.race([seat.facilitator.arrived("verify", 2), answered]);
      await seat.barrier();
      release();
      await answered;
    },
  }),
  serverScenario({
    id: "server/payment-flow/upfront",
    title: "Pays for a route that settles first, then lets its settlement fail",
    needs: { features: ["facilitator", "upstream", "routes", "flow-upfront"], routes: ["upfront"] },
    async drive(seat) {
      await seat.pay({ as: "good", route: "upfront" });
      seat.facilitator.script({
        settle: () => ({ json: { success: false, errorReason: "insufficient_funds", transaction: "", network: seat.route("upfront").accepts[0]?.network, payer: seat.wallet().address } }),
      });
      await seat.pay({ as: "settle-fails", route: "upfront" });
    },
  }),
  serverScenario({
    id: "server/payment-flow/unsupported-combination",
    title: "Names flows and transfer methods in accepted.extra that the offer does not have",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const naming = (member: string, value: string) => (payment: { accepted: Record<string, unknown> }) => void (payment.accepted["extra"] = { ...(payment.accepted["extra"] as object), [member]: value });
      // Another one than the offer's.
      const offered = (await seat.offer("basic")).accepts[0]?.extra["paymentFlow"];
      if (offered === "escrow") await seat.pay({ as: "flow-upfront", edit: naming("paymentFlow", "upfront") });
      else await seat.pay({ as: "flow-escrow", edit: naming("paymentFlow", "escrow") });
      await seat.pay({ as: "flow-unknown", edit: naming("paymentFlow", "conformance-unknown") });
      await seat.pay({ as: "method-unknown", edit: naming("assetTransferMethod", "conformance-unknown") });
    },
  }),
];
