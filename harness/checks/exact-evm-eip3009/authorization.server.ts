import { check, type Check } from "../check.ts";
import { buysContent } from "../server-judgements.ts";
import { answered, delivers, replyOf, settlementReport } from "../server-steps.ts";

/** schemes/exact/scheme_exact_evm.md §1, what a server must make of an authorization. */
export const checks: readonly Check[] = [
  buysContent({
    id: "evm.3009.fac.address-case.server",
    requirement: "evm.3009.fac.address-case",
    title: "A server takes an authorization whose addresses are in small letters",
    scenarios: "server/exact-evm-eip3009/address-case",
    steps: "lower-case",
    killedBy: ["server.match.authorization-case"],
  }),
  check({
    id: "evm.3009.server-concurrency",
    requirement: "evm.3009.server-concurrency",
    appliesTo: { scenarios: "server/exact-evm-eip3009/concurrent" },
    witness(trace) {
      const receipts = trace.facilitatorCalls("settle").flatMap((call) => (replyOf(call)["success"] === true ? [replyOf(call)["transaction"]] : []));
      const delivered = answered(trace, "at-once").filter(({ response }) => delivers(trace, response));
      return receipts.length === 0 || delivered.length === 0 ? undefined : { receipts, delivered };
    },
    judge({ witness: { receipts, delivered }, pass, fail }) {
      // One delivery per settlement. A further one that passes on the receipt of the settlement that did
      // succeed does not claim one of its own, and is left alone.
      const unbacked = delivered.filter(({ response }) => !receipts.includes(settlementReport(response)?.["transaction"]));
      const [first] = unbacked;
      if (first === undefined || delivered.length <= receipts.length) return pass({ at: delivered.map(({ response }) => response) });
      return fail("several simultaneous requests with one authorization were served", { expected: `${receipts.length} delivery, as many as settlements`, actual: delivered.length, at: unbacked.map(({ response }) => response) });
    },
    killedBy: ["server.replay.shares-settlement"],
  }),
];
