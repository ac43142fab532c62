import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, broadcastsOf, discriminates, outcomeOf, reportsSuccess, requirementsOf, same } from "../facilitator-calls.ts";

/** x402-specification-v2.md §5.3.2 and §9 (newer text): settlements that were broadcast and did not succeed. */

const EVM_NO_RECEIPT = "facilitator/exact-evm-eip3009/no-receipt";
const NO_RECEIPT = [EVM_NO_RECEIPT, "facilitator/exact-svm/no-status", "facilitator/exact-svm/confirmation/dropped"];
const REVERTED = ["facilitator/exact-evm-eip3009/reverted", "facilitator/exact-svm/failed-onchain"];

interface Broadcast {
  readonly call: AnsweredCall;
  /** Hashes the node gave the target for it: several where it sent it again, at a higher fee for one. */
  readonly hashes: readonly string[];
}

/** A settle call whose transaction went onto the network, as the proxy saw. */
function broadcastSettlement(trace: Trace): Broadcast | undefined {
  if (discriminates(trace) === undefined) return undefined;
  for (const call of answered(trace, (as) => as === "unconfirmed" || as === "doomed-settle")) {
    const hashes = broadcastsOf(trace, call).flatMap(({ result }) => (typeof result === "string" ? [result] : []));
    if (hashes.length > 0) return { call, hashes };
  }
  return undefined;
}

export const checks = [
  check({
    id: "core.settle.transaction-after-broadcast",
    requirement: "core.settle.transaction-after-broadcast",
    appliesTo: { scenarios: [...NO_RECEIPT, ...REVERTED] },
    witness: broadcastSettlement,
    judge: ({ witness: { call, hashes }, position, notApplicable }) => {
      if (reportsSuccess(call)) return notApplicable("the settlement was reported as a success, see fac.settle.onchain-truth");
      const { transaction } = call.body;
      if (hashes.some((hash) => same(transaction, hash))) return position("hash", "names the transaction it broadcast", { at: call.response });
      return transaction === "" ? position("empty", "leaves transaction empty", { at: call.response }) : position("other", `transaction is ${JSON.stringify(transaction) ?? "missing"}`, { at: call.response });
    },
    killedBy: ["facilitator.exact-evm.reverted-without-hash", "facilitator.exact-svm.failed-without-signature"],
    alsoKilledBy: {
      "facilitator.exact-evm.pending-without-hash": "the pending transaction was broadcast too",
      "facilitator.exact-svm.pending-without-signature": "the pending transaction was broadcast too",
    },
  }),
  check({
    id: "core.settle.pending",
    requirement: "core.settle.pending",
    appliesTo: { scenarios: NO_RECEIPT },
    witness: broadcastSettlement,
    judge: ({ witness: { call, hashes }, pass, fail, notApplicable }) => {
      const { errorReason, transaction, network } = call.body;
      if (errorReason !== "settlement_pending") return notApplicable("another reason than settlement_pending was given");
      if (!hashes.some((hash) => same(transaction, hash))) return fail("settlement_pending does not name the transaction it waits for", { expected: hashes.join(" or "), actual: transaction, at: call.response });
      return network === requirementsOf(call.sent)["network"] ? pass({ at: call.response }) : fail("settlement_pending does not name the network", { actual: outcomeOf(call), at: call.response });
    },
    killedBy: ["facilitator.exact-evm.pending-without-hash", "facilitator.exact-svm.pending-without-signature"],
    alsoKilledBy: { "facilitator.reply.network-legacy": "a name that is not CAIP-2 does not name the network" },
  }),
  check({
    id: "evm.3009.fac.settle-pending",
    requirement: "evm.3009.fac.settle-pending",
    appliesTo: { scenarios: EVM_NO_RECEIPT },
    witness: broadcastSettlement,
    judge: ({ witness: { call }, position }) => {
      if (reportsSuccess(call)) return position("success", "reports success without a receipt", { at: call.response });
      return call.body["errorReason"] === "settlement_pending" ? position("settlement-pending", "says that the outcome is open", { at: call.response }) : position("other-failure", "gives another reason", { at: call.response });
    },
    killedBy: ["facilitator.exact-evm.pending-otherwise"],
    alsoKilledBy: { "facilitator.reply.failure-without-reason": "a failure without a reason does not say that the outcome is open" },
  }),
];
