import { equalBytes, parseBase64Transaction } from "../../../simulators/chains/svm/wire/index.ts";
import type { ChainTransactionEvent, MarkEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredCall, broadcasts, broadcastsOf, discriminates, foundValid, outcomeOf, paymentIn, record, reportsSuccess, requirementsOf, settlements, transactionOf } from "../facilitator-calls.ts";

/** Settlement: scheme_exact_svm.md, steps 11 to 13 of the flow, and `SettlementResponse`. */

const at = (...names: readonly string[]): { scenarios: readonly string[] } => ({ scenarios: names.map((name) => `facilitator/exact-svm/${name}`) });

/** What the signatures of a call's payment are over. */
function messageIn(call: AnsweredCall): Uint8Array | undefined {
  return messageOf(record(record(record(call.sent)["paymentPayload"])["payload"])["transaction"]);
}

function messageOf(transaction: unknown): Uint8Array | undefined {
  const parsed = typeof transaction === "string" ? parseBase64Transaction(transaction) : undefined;
  return parsed?.ok === true ? parsed.messageBytes : undefined;
}

function carriesMessage(transaction: ChainTransactionEvent, message: Uint8Array | undefined): boolean {
  const landed = messageOf(transaction.input);
  return landed !== undefined && message !== undefined && equalBytes(landed, message);
}

/** A settlement reported as a success, by a target that tells payments apart. */
function success(trace: Trace): AnsweredCall | undefined {
  return discriminates(trace) === undefined ? undefined : answered(trace, "settle").find(reportsSuccess);
}

/** When the chain let go of what it held back. */
export function released(trace: Trace): MarkEvent | undefined {
  return trace.events.find((event): event is MarkEvent => event.kind === "mark" && event.name === "released");
}

/** A check that what cannot settle is not told to have settled, by a target that settles what can. */
function noSuccessCheck(definition: { readonly id: string; readonly scenarios: string; readonly message: string; readonly killedBy: readonly string[] }): Check {
  const { id, scenarios, message, killedBy } = definition;
  return check({
    id,
    requirement: id,
    appliesTo: at(scenarios),
    witness: (trace) => {
      const [call] = answered(trace, "unsettleable");
      const [settled] = settlements(trace);
      return discriminates(trace) === undefined || call === undefined || settled === undefined ? undefined : { call, settled };
    },
    judge: ({ witness: { call, settled }, pass, fail }) => (reportsSuccess(call) ? fail(message, { actual: outcomeOf(call), at: [call.request, call.response] }) : pass({ at: [settled.transfer, call.response] })),
    killedBy,
  });
}

export const checks = [
  check({
    id: "svm.settle.reverify",
    requirement: "svm.settle.reverify",
    appliesTo: at("settle-unverified/*"),
    witness: (trace) => {
      const [call] = answered(trace, "settle-invalid");
      const [settled] = settlements(trace);
      // The good payment's own broadcast was seen, so another one would have been.
      return discriminates(trace) === undefined || call === undefined || settled === undefined || broadcasts(trace).length === 0 ? undefined : { call, settled };
    },
    judge: ({ witness: { call, settled }, trace, pass, fail }) => {
      if (reportsSuccess(call)) return fail("A transaction that breaks a rule was settled", { actual: outcomeOf(call), at: [call.request, call.response] });
      const sent = broadcastsOf(trace, call);
      return sent.length === 0 ? pass({ at: [settled.transfer, call.response] }) : fail("A transaction that breaks a rule was sent", { actual: outcomeOf(call), at: [call.request, ...sent] });
    },
    killedBy: ["facilitator.exact-svm.settle-unverified"],
  }),
  noSuccessCheck({ id: "svm.settle.client-signature", scenarios: "settle-client-signature/*", message: "A transaction without the client's valid signature was told to have settled", killedBy: ["facilitator.exact-svm.unsigned-settled"] }),
  noSuccessCheck({ id: "svm.settle.expired", scenarios: "settle-expired/*", message: "A transaction on a blockhash that the chain does not know was told to have settled", killedBy: ["facilitator.exact-svm.expired-settled"] }),
  check({
    id: "svm.settle.same-message",
    requirement: "svm.settle.same-message",
    appliesTo: at("settle"),
    witness: (trace) => {
      const call = success(trace);
      const message = call === undefined ? undefined : messageIn(call);
      const named = transactionOf(trace, call?.body["transaction"]);
      // Where the reply names none that the chain knows, the one that was sent: the name is svm.settle.tx. Other attempts' payments may have landed too.
      const others = answered(trace, "settle").flatMap((other) => (other === call ? [] : [messageIn(other)]));
      const unnamed = trace.events.filter((event): event is ChainTransactionEvent => event.kind === "chain.transaction" && event.status === "success" && !others.some((other) => carriesMessage(event, other)));
      const landed = named ?? unnamed.find((event) => carriesMessage(event, message)) ?? unnamed[0];
      return call === undefined || message === undefined || landed === undefined ? undefined : { call, message, landed };
    },
    judge: ({ witness: { call, message, landed }, pass, fail }) =>
      carriesMessage(landed, message) ? pass({ at: [call.response, landed] }) : fail("What landed on the chain is not the client's message", { expected: "the payload's message, byte for byte", actual: landed.input, at: [call.request, landed] }),
    killedBy: ["facilitator.exact-svm.paid-from-own-balance"],
  }),
  check({
    id: "svm.settle.confirmation",
    requirement: "svm.settle.confirmation",
    appliesTo: at("confirmation/*"),
    witness: (trace) => {
      const [call] = answered(trace, (as) => as === "settle" || as === "unconfirmed");
      const mark = released(trace);
      const sent = call === undefined ? [] : broadcastsOf(trace, call);
      const under = sent.find(({ seq }) => mark !== undefined && seq < mark.seq);
      return discriminates(trace) === undefined || call === undefined || mark === undefined || under === undefined ? undefined : { call, mark, under };
    },
    judge: ({ witness: { call, mark, under }, pass, fail }) =>
      reportsSuccess(call) && call.response.seq < mark.seq
        ? fail("A settlement was told to have succeeded while its transaction had not landed", { actual: outcomeOf(call), at: [under, call.response] })
        : pass({ at: [under, mark, call.response] }),
    killedBy: ["facilitator.exact-svm.unlanded-is-success"],
  }),
  check({
    id: "svm.settle.failed-onchain",
    requirement: "svm.settle.failed-onchain",
    appliesTo: at("failed-onchain"),
    witness: (trace) => {
      const [call] = answered(trace, "doomed-settle");
      const message = call === undefined ? undefined : messageIn(call);
      const failed = trace.events.find((event): event is ChainTransactionEvent => event.kind === "chain.transaction" && event.status === "reverted" && carriesMessage(event, message));
      return discriminates(trace) === undefined || call === undefined || failed === undefined ? undefined : { call, failed };
    },
    judge: ({ witness: { call, failed }, pass, fail }) => (reportsSuccess(call) ? fail("A transaction that failed on the chain was told to have settled", { actual: outcomeOf(call), at: [failed, call.response] }) : pass({ at: [failed, call.response] })),
    killedBy: ["facilitator.exact-svm.status-ignored"],
  }),
  check({
    id: "svm.settle.tx",
    requirement: "svm.settle.tx",
    appliesTo: at("settle"),
    witness: (trace) => {
      const call = success(trace);
      const message = call === undefined ? undefined : messageIn(call);
      const landed = trace.events.find((event): event is ChainTransactionEvent => event.kind === "chain.transaction" && event.status === "success" && carriesMessage(event, message));
      return call === undefined || landed === undefined ? undefined : { call, landed };
    },
    judge: ({ witness: { call, landed }, pass, fail }) =>
      call.body["transaction"] === landed.hash ? pass({ at: [call.response, landed] }) : fail("transaction is not the signature under which the chain knows the payment", { expected: landed.hash, actual: call.body["transaction"], at: [call.response, landed] }),
    killedBy: ["facilitator.exact-svm.signature-hex", "facilitator.exact-svm.client-signature-reported"],
    alsoKilledBy: { "facilitator.exact-svm.success-without-signature": "an empty text is no signature" },
  }),
  check({
    id: "svm.settle.payer",
    requirement: "svm.settle.payer",
    appliesTo: at("settle"),
    witness: success,
    judge: ({ witness: { body, response, sent }, position, notApplicable }) => {
      const { payer } = body;
      if (payer === undefined || payer === null || payer === "") return notApplicable("the reply names no payer, which is optional");
      const { payer: wallet, alsoPayer: feePayer } = paymentIn(sent);
      const taken = payer === wallet ? "wallet" : payer === feePayer ? "fee-payer" : "other";
      return position(taken, `payer is ${String(payer)}`, { at: response });
    },
    killedBy: ["facilitator.exact-svm.payer-fee-payer"],
    alsoKilledBy: { "facilitator.reply.settle-payer-own": "its own signer is the fee payer" },
  }),
  check({
    id: "svm.settle.pending",
    requirement: "svm.settle.pending",
    appliesTo: at("no-status", "confirmation/dropped"),
    witness: (trace) => {
      const call = answered(trace, "unconfirmed").find((one) => broadcastsOf(trace, one).length > 0);
      return discriminates(trace) === undefined ? undefined : call;
    },
    judge: ({ witness: call, position }) => {
      if (reportsSuccess(call)) return position("success", "reports success without confirmation", { at: call.response });
      return call.body["errorReason"] === "settlement_pending" ? position("settlement-pending", "says that the outcome is open", { at: call.response }) : position("other-failure", "gives another reason", { at: call.response });
    },
    killedBy: ["facilitator.exact-svm.pending-otherwise"],
    alsoKilledBy: {
      "facilitator.exact-svm.unlanded-is-success": "who takes not yet known for done says success",
      "facilitator.reply.failure-without-reason": "a failure without a reason does not say that the outcome is open",
    },
  }),
  check({
    id: "svm.settle.transfer-fee",
    requirement: "svm.settle.transfer-fee",
    appliesTo: at("transfer-fee"),
    witness: (trace) => {
      const [call] = answered(trace, "edited");
      return discriminates(trace) === undefined || settlements(trace, "settle-control").length === 0 ? undefined : call;
    },
    judge: ({ witness: call, trace, position }) => {
      if (!foundValid(call)) return position("refused", `refuses it: ${outcomeOf(call)}`, { at: call.response });
      const [settled] = settlements(trace);
      const arrived = settled === undefined ? "nothing, since it did not settle" : settled.transfer.amount;
      return position("accepted", `accepts it; of ${String(requirementsOf(call.sent)["amount"])} payTo gets ${arrived}`, { at: [call.response, ...(settled === undefined ? [] : [settled.transfer])] });
    },
    killedBy: ["facilitator.exact-svm.transfer-fee-refused"],
    alsoKilledBy: { "facilitator.exact-svm.token-2022-refused": "only Token-2022 has transfer fees" },
  }),
];
