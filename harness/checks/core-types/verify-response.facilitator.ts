import { check, type Check, type CheckDefinition } from "../check.ts";
import { answered, type AnsweredCall, paymentIn, discriminates, foundValid, outcomeOf, same } from "../facilitator-calls.ts";
import type { Trace } from "../../trace/trace.ts";

/** x402-specification-v2.md §5.4.2, VerifyResponse, by member. Judged on replies to well-formed payments. */

const SCENARIOS = [
  "facilitator/facilitator-api/replies",
  ...["signature/other-key", "tampered/*", "balance/*", "amount-*/*", "recipient/*", "valid-before/*", "valid-after/*", "simulate/*"].map((name) => `facilitator/exact-evm-eip3009/${name}`),
  ...["feepayer-accounts/*", "feepayer-authority/*", "simulation/*", "blockhash-expired/*", "smart-wallet-reason/*"].map((name) => `facilitator/exact-svm/${name}`),
];

interface Replies {
  readonly valid: AnsweredCall;
  readonly invalid: AnsweredCall;
}

/** A check of both replies of a case. Only JSON replies with isValid in them speak; the shape has a row of its own. */
function memberCheck(definition: Pick<CheckDefinition<unknown>, "id" | "killedBy" | "alsoKilledBy"> & { requirement?: string; deviation: (call: AnsweredCall) => string | undefined }): Check {
  const { deviation, requirement, ...rest } = definition;
  return check<Replies>({
    ...rest,
    requirement: requirement ?? definition.id,
    appliesTo: { scenarios: SCENARIOS },
    reach: "some",
    witness: (trace: Trace) => discriminates(trace),
    judge: ({ witness, trace, pass, fail }) => {
      const replies = answered(trace).filter((call) => call.path === "/verify" && "isValid" in call.body);
      for (const call of replies) {
        const message = deviation(call);
        if (message !== undefined) return fail(message, { actual: outcomeOf(call), at: call.response });
      }
      return pass({ at: [witness.valid.response, witness.invalid.response] });
    },
  });
}

const unset = (value: unknown): boolean => value === undefined || value === null || value === "";

export const checks = [
  memberCheck({
    id: "core.verify.isvalid",
    deviation: ({ body }) => (typeof body["isValid"] === "boolean" ? undefined : "isValid is not a boolean"),
    killedBy: ["facilitator.reply.isvalid-string"],
  }),
  memberCheck({
    id: "core.verify.invalidreason",
    deviation: (call) => {
      const reason = call.body["invalidReason"];
      if (!unset(reason) && typeof reason !== "string") return "invalidReason is not a string";
      return foundValid(call) && !unset(reason) ? "A valid payment was given an invalidReason" : undefined;
    },
    killedBy: ["facilitator.reply.reason-on-valid"],
  }),
  memberCheck({
    id: "core.verify.invalidreason-omitted",
    deviation: ({ body }) => (body["isValid"] === true && (body["invalidReason"] === null || body["invalidReason"] === "") ? "A valid payment was given an empty invalidReason instead of none" : undefined),
    killedBy: ["facilitator.reply.reason-null-on-valid"],
  }),
  memberCheck({
    id: "core.verify.invalidreason-given",
    deviation: ({ body }) => (body["isValid"] === false && unset(body["invalidReason"]) ? "An invalid payment was refused without an invalidReason" : undefined),
    killedBy: ["facilitator.reply.invalid-without-reason"],
  }),
  memberCheck({
    id: "core.verify.payer",
    deviation: (call) => {
      const { body, sent } = call;
      const { payer } = body;
      // An empty or null payer names nobody, which an optional member may.
      if (unset(payer)) return undefined;
      if (typeof payer !== "string") return "payer is not a string";
      // Nobody pays with a payment that is not valid: from and the signer may differ, and both are an answer.
      const { payer: account, alsoPayer } = paymentIn(sent);
      // Whom a method's text has settlements name, a facilitator may name here as well.
      // Some payments do not say whose they are: a token is the provider's to read.
      return !foundValid(call) || account === undefined || same(payer, account) || same(payer, alsoPayer) ? undefined : "payer is not the account that pays";
    },
    killedBy: ["facilitator.reply.verify-payer-object"],
  }),
];
