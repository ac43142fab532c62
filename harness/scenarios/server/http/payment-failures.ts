import { evmServerScenario } from "../../../methods/exact-evm/scenarios.ts";
import { serverScenario } from "../../../seats/server-seat.ts";

/** Payments that a facilitator refuses, and facilitators that fail. */

export const scenarios = [
  serverScenario({
    id: "server/http/verify-invalid",
    title: "Lets the facilitator find that the payer lacks the funds",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      seat.facilitator.script({ verify: () => ({ json: { isValid: false, invalidReason: "insufficient_funds", payer: seat.wallet().address } }) });
      await seat.pay({ as: "invalid" });
    },
  }),
  serverScenario({
    id: "server/http/settle-failure",
    title: "Lets settlement fail for want of funds after verification succeeded",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      seat.facilitator.script({
        settle: () => ({ json: { success: false, errorReason: "insufficient_funds", transaction: "", network: seat.route("basic").accepts[0]?.network, payer: seat.wallet().address } }),
      });
      await seat.pay({ as: "settle-fails" });
    },
  }),
  serverScenario({
    id: "server/http/facilitator-500",
    title: "Lets the facilitator answer 500, first to verify and then to settle",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const failing = () => ({ status: 500, json: { error: "internal server error" } });
      seat.facilitator.script({ verify: failing });
      await seat.pay({ as: "verify-500" });
      seat.facilitator.script({ settle: failing });
      await seat.pay({ as: "settle-500" });
    },
  }),
  serverScenario({
    id: "server/http/handler-500",
    title: "Lets the protected handler fail with 500 after a good verification",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      seat.upstream.script(() => ({ status: 500, json: { error: "the handler failed" } }));
      await seat.pay({ as: "handler-500" });
    },
  }),
  evmServerScenario({
    id: "server/http/permit2-allowance",
    title: "Lets the facilitator find a Permit2 allowance missing",
    needs: { features: ["facilitator", "routes"], routes: ["permit2"] },
    async drive(seat) {
      await seat.pay({ as: "good", route: "permit2" });
      seat.facilitator.script({ verify: () => ({ json: { isValid: false, invalidReason: "permit2_allowance_required", payer: seat.wallet().address } }) });
      await seat.pay({ as: "allowance-missing", route: "permit2" });
    },
  }),
  serverScenario({
    id: "server/http/extension-responses",
    title: "Lets the facilitator send EXTENSION-RESPONSES with its answers",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      const sidechannel = Buffer.from(JSON.stringify({ bazaar: { status: "processing", note: `sidechannel-${seat.tag}` } }), "utf8").toString("base64");
      seat.mark("sidechannel", { header: sidechannel, text: `sidechannel-${seat.tag}` });
      const beside = (call: { plausible(): { readonly json?: unknown } }) => ({ headers: [["EXTENSION-RESPONSES", sidechannel]] as const, json: call.plausible().json });
      seat.facilitator.script({ verify: beside, settle: beside });
      await seat.pay({ as: "good" });
    },
  }),
];
