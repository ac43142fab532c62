import { check, type Check } from "../check.ts";
import { entryCheck } from "../server-offers.ts";
import { callsOf, facts, object, paymentOf, steps } from "../server-steps.ts";
import type { FacilitatorCall, Trace } from "../../trace/trace.ts";

/** schemes/exact/scheme_exact.md: what an exact offer promises. */
export const checks: readonly Check[] = [
  check({
    id: "exact.amount-known",
    requirement: "exact.amount-known",
    appliesTo: { scenarios: "server/http/paid" },
    witness(trace) {
      const settles = settlements(trace);
      return settles.length === 0 ? undefined : settles;
    },
    judge({ witness, trace, pass, fail }) {
      for (const { offered, call } of witness) {
        const asked = object(object(call.body)["paymentRequirements"])["amount"];
        if (asked !== offered) return fail("settlement was asked for another amount than the paid offer states", { expected: String(offered), actual: asked, at: call.request });
      }
      const moved = trace.transfers().find(({ amount, sender }) => isPayer(trace, sender) && !witness.some(({ offered }) => offered === amount));
      if (moved !== undefined) return fail("the transfer on the chain is of another amount than any paid offer states", { expected: witness.map(({ offered }) => String(offered)).join(" or "), actual: moved.amount, at: moved });
      return pass({ at: witness.map(({ call }) => call.request) });
    },
    killedBy: ["server.flow.settles-double-amount"],
  }),
  entryCheck({
    requirement: "exact.flow-allowed",
    applies: ({ scheme }) => scheme === "exact",
    deviation({ extra }) {
      const flow = object(extra)["paymentFlow"];
      return flow === undefined || flow === "authorization" || flow === "upfront" ? undefined : { message: "extra.paymentFlow is no flow of exact", expected: "authorization, upfront, or no such member", actual: flow };
    },
    killedBy: ["server.offer.exact-escrow"],
  }),
];

/** Every settle call of the case's payments, with the amount of the offer that was paid. */
function settlements(trace: Trace): { offered: unknown; call: FacilitatorCall }[] {
  return steps(trace).flatMap((step) => callsOf(trace, "settle", step).map((call) => ({ offered: object(paymentOf(step.request)["accepted"])["amount"], call })));
}

function isPayer(trace: Trace, address: string): boolean {
  return Object.values(facts(trace)?.wallets ?? {}).some((wallet) => wallet.toLowerCase() === address.toLowerCase());
}
