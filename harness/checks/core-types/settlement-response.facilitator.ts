import type { Trace } from "../../trace/trace.ts";
import { check, type Check, type CheckDefinition } from "../check.ts";
import { readerFor } from "../../methods/reader.ts";
import { type AnsweredCall, paymentIn, broadcastsOf, outcomeOf, record, reportsSuccess, requirementsOf, same, settlesApart, transactionOf } from "../facilitator-calls.ts";

/** x402-specification-v2.md §5.3.2, SettlementResponse as the facilitator writes it, by member. */

const REPLIES = ["facilitator/facilitator-api/replies", "facilitator/facilitator-api/settle-replies"];

/** A check of a member in both replies. A reply without a JSON object is `fac.settle.error-shape`. */
function memberCheck(definition: Pick<CheckDefinition<unknown>, "id" | "killedBy" | "alsoKilledBy"> & { optional?: string; deviation: (options: { call: AnsweredCall; done: boolean }) => string | undefined }): Check {
  const { deviation, optional, ...rest } = definition;
  return check({
    ...rest,
    requirement: definition.id,
    appliesTo: { scenarios: REPLIES },
    witness: settlesApart,
    judge: ({ witness: { done, refused }, pass, fail, notApplicable }) => {
      const replies = [done, refused].filter(({ body }) => "success" in body);
      if (replies.length === 0) return notApplicable("neither reply has success in it, see fac.settle.endpoint");
      if (optional !== undefined && replies.every(({ body }) => body[optional] === undefined || body[optional] === null)) return notApplicable(`neither reply has ${optional}, which is optional`);
      for (const call of replies) {
        const message = deviation({ call, done: call === done });
        if (message !== undefined) return fail(message, { actual: outcomeOf(call), at: call.response });
      }
      return pass({ at: [done.response, refused.response] });
    },
  });
}

const unset = (value: unknown): boolean => value === undefined || value === null || value === "";

/** Whether a transaction named in a refusal is to the very payee, which on chains none is: there they are to contracts and programs. */
function begunFor({ trace, refused, done }: { readonly trace: Trace; readonly refused: AnsweredCall; readonly done: AnsweredCall }): boolean {
  const { transaction } = refused.body;
  return !same(transaction, done.body["transaction"]) && same(transactionOf(trace, transaction)?.to, requirementsOf(refused.sent)["payTo"]);
}

export const checks = [
  memberCheck({
    id: "core.settle.success-bool",
    deviation: ({ call: { body } }) => (typeof body["success"] === "boolean" ? undefined : "success is not a boolean"),
    killedBy: ["facilitator.reply.success-string"],
  }),
  memberCheck({
    id: "core.settle.transaction-required",
    deviation: ({ call: { body } }) => (typeof body["transaction"] === "string" ? undefined : "transaction is missing or not a string"),
    killedBy: ["facilitator.reply.failure-without-transaction"],
  }),
  check({
    id: "core.settle.transaction-empty-on-fail",
    requirement: "core.settle.transaction-empty-on-fail",
    appliesTo: { scenarios: REPLIES },
    witness: settlesApart,
    judge: ({ witness: { refused, done }, trace, pass, fail, notApplicable }) => {
      const { transaction } = refused.body;
      // The row speaks of refusals before that.
      if (broadcastsOf(trace, refused).length > 0) return notApplicable("the forged payment was broadcast, see fac.settle.reverify");
      // A payment intent that was begun for it is named by right (scheme_auth_capture_card.md 4.5), whatever came of it.
      if (begunFor({ trace, refused, done })) return notApplicable("the network has what is named, for this payee and for no other payment");
      if (transaction === undefined || transaction === null) return notApplicable("the failed settlement has no transaction member, see core.settle.transaction-required");
      return transaction === "" ? pass({ at: refused.response }) : fail("A payment refused before any broadcast was given a transaction", { expected: '""', actual: transaction, at: refused.response });
    },
    killedBy: ["facilitator.reply.failure-invented-hash"],
  }),
  check({
    id: "core.settle.transaction-success",
    requirement: "core.settle.transaction-success",
    appliesTo: { scenarios: [...REPLIES, "facilitator/exact-svm/api/replies"] },
    witness: settlesApart,
    judge: ({ witness: { done }, pass, fail, notApplicable }) => {
      if (!reportsSuccess(done)) return notApplicable("the settlement was not reported as a success");
      const reader = readerFor(requirementsOf(done.sent));
      if (reader === undefined) return notApplicable("the form of this network's transaction ids is not known here");
      return reader.isTransactionId(String(done.body["transaction"])) ? pass({ at: done.response }) : fail("A settlement succeeded without the transaction's id", { expected: reader.transactionIdForm, actual: done.body["transaction"], at: done.response });
    },
    killedBy: ["facilitator.exact-evm.success-without-hash", "facilitator.exact-svm.success-without-signature"],
    alsoKilledBy: { "facilitator.exact-svm.signature-hex": "signatures are written in base58" },
  }),
  memberCheck({
    id: "core.settle.network",
    deviation: ({ call }) => (call.body["network"] === requirementsOf(call.sent)["network"] ? undefined : "network is not the network that was paid on"),
    killedBy: ["facilitator.reply.network-legacy"],
  }),
  memberCheck({
    id: "core.settle.errorreason",
    deviation: ({ call: { body } }) => {
      const reason = body["errorReason"];
      if (!unset(reason) && typeof reason !== "string") return "errorReason is not a string";
      return body["success"] === true && !unset(reason) ? "A successful settlement was given an errorReason" : undefined;
    },
    killedBy: ["facilitator.reply.error-on-success"],
  }),
  memberCheck({
    id: "core.settle.errorreason-omitted",
    deviation: ({ call: { body } }) => (body["success"] === true && (body["errorReason"] === null || body["errorReason"] === "") ? "A successful settlement was given an empty errorReason instead of none" : undefined),
    killedBy: ["facilitator.reply.error-null-on-success"],
  }),
  memberCheck({
    id: "core.settle.errorreason-given",
    deviation: ({ call: { body } }) => (body["success"] === false && unset(body["errorReason"]) ? "A settlement failed without an errorReason" : undefined),
    killedBy: ["facilitator.reply.failure-without-reason"],
  }),
  memberCheck({
    id: "core.settle.payer-type",
    optional: "payer",
    deviation: ({ call: { body, sent }, done }) => {
      const { payer } = body;
      if (unset(payer)) return undefined;
      if (typeof payer !== "string") return "payer is not a string";
      const { payer: account, alsoPayer } = paymentIn(sent);
      // Nobody pays with a forged payment: from and the signer are both an answer.
      return !done || account === undefined || same(payer, account) || same(payer, alsoPayer) ? undefined : "payer is not the account that paid";
    },
    killedBy: ["facilitator.reply.settle-payer-own"],
  }),
  memberCheck({
    id: "core.settle.amount-type",
    optional: "amount",
    deviation: ({ call: { body, sent }, done }) => {
      const { amount } = body;
      if (unset(amount)) return undefined;
      if (typeof amount !== "string") return "amount is not a string";
      return done && amount !== paymentIn(sent).amount ? "amount is not what moved" : undefined;
    },
    killedBy: ["facilitator.reply.settle-amount-number"],
  }),
  memberCheck({
    id: "core.settle.extensions-type",
    optional: "extensions",
    deviation: ({ call: { body } }) => {
      const { extensions } = body;
      return unset(extensions) || record(extensions) === extensions ? undefined : "extensions is not an object";
    },
    killedBy: ["facilitator.reply.settle-extensions-array"],
  }),
];
