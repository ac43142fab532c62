import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { readerFor } from "../../methods/reader.ts";
import { answered, type AnsweredStep, callsOf, delivers, isObject, object, paidTwin, paymentOf, replyOf, settlementReport } from "../server-steps.ts";

/** x402-specification-v2.md §9 (newer text) and §10.1: settlements that are not finished, and payments that are. */

const PENDING = "server/core-types/settlement-pending";
const REPLAY = "server/core-types/replay";

function replayed(trace: Trace): AnsweredStep | undefined {
  // What never settled cannot be presented again.
  return paidTwin(trace) === undefined || settledTransactions(trace).length === 0 ? undefined : answered(trace, "replayed")[0];
}

/** Transactions the facilitator reported as settled in the case. */
function settledTransactions(trace: Trace): readonly unknown[] {
  return trace.facilitatorCalls("settle").flatMap((call) => (replyOf(call)["success"] === true ? [replyOf(call)["transaction"]] : []));
}

export const checks: readonly Check[] = [
  check({
    id: "core.settle.pending-nonterminal",
    requirement: "core.settle.pending-nonterminal",
    appliesTo: { scenarios: PENDING },
    witness(trace) {
      const step = paidTwin(trace) === undefined ? undefined : answered(trace, "pending")[0];
      const reply = step === undefined ? undefined : callsOf(trace, "settle", step).map(replyOf)[0];
      const verified = step !== undefined && callsOf(trace, "verify", step).some((call) => replyOf(call)["isValid"] === true);
      return step === undefined || (reply === undefined && !verified) ? undefined : { step, reply };
    },
    judge({ witness: { step, reply }, trace, pass, fail, notApplicable }) {
      const at = step.response;
      const terms = object(paymentOf(step.request)["accepted"]);
      const served = delivers(trace, at);
      if (served && readerFor(terms)?.deliversPending?.(terms) !== true) return fail("content was served while settlement is pending", { expected: "no success before settlement", actual: at.status, at });
      if (reply === undefined) return notApplicable("the target did not ask for settlement");
      const report = object(settlementReport(at));
      if (report["success"] === true) return fail("a pending settlement is reported as a success", { expected: "success false", actual: report, at });
      // The hash is owed with this code only; the pinned text wants an empty transaction for every failure.
      if (report["errorReason"] !== "settlement_pending") return notApplicable("the target does not report the settlement as pending");
      if (report["transaction"] !== reply["transaction"]) return fail("the hash of the pending transaction is not passed on", { expected: String(reply["transaction"]), actual: report["transaction"] ?? "no such member", at });
      return report["network"] === reply["network"] ? pass({ at }) : fail("the network of the pending transaction is not passed on", { expected: String(reply["network"]), actual: report["network"] ?? "no such member", at });
    },
    killedBy: ["server.response.pending-without-hash"],
    alsoKilledBy: {
      "server.flow.responds-before-settle": "the content was gone before settlement turned out to be pending",
      "server.http.settle-failure-with-content": "a settlement that is pending has not succeeded either",
      "server.response.failure-v1-network-name": "the network of what was broadcast is another",
      "server.response.pending-as-success": "what is pending has not succeeded",
    },
  }),
  check({
    id: "core.security.replay",
    requirement: "core.security.replay",
    appliesTo: { scenarios: REPLAY },
    witness: replayed,
    judge({ witness, trace, pass, fail }) {
      if (!delivers(trace, witness.response)) return pass({ at: witness.response });
      const receipt = settlementReport(witness.response)?.["transaction"];
      if (receipt === undefined) return fail("a payment that had settled was served again, without a receipt", { expected: "a refusal, or the receipt of the first settlement", actual: witness.response.status, at: witness.response });
      return settledTransactions(trace).includes(receipt) ? pass({ at: witness.response }) : fail("a payment that had settled was served again with a receipt of its own", { expected: "a refusal, or the receipt of the first settlement", actual: receipt, at: witness.response });
    },
    killedBy: ["server.replay.serves-settled"],
  }),
  check({
    id: "core.security.replay-answer",
    requirement: "core.security.replay-answer",
    appliesTo: { scenarios: REPLAY },
    witness: replayed,
    judge({ witness, trace, position, notApplicable }) {
      const { response } = witness;
      if (!delivers(trace, response)) return response.status < 500 ? position("refused", `a payment presented again: ${response.status}`, { at: response }) : position("other", `a payment presented again: ${response.status}`, { at: response });
      const report = settlementReport(response);
      if (report !== undefined && isObject(report) && settledTransactions(trace).includes(report["transaction"])) return position("same-receipt", "a payment presented again: served with the first receipt", { at: response });
      return notApplicable("a payment presented again was served as if paid anew, see core.security.replay");
    },
    killedBy: ["server.replay.same-receipt"],
  }),
];
