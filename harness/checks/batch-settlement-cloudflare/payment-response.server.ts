import { agentOrigin } from "../../../simulators/http-signatures/index.ts";
import { headerValue } from "../../trace/headers.ts";
import { check, type Check } from "../check.ts";
import { PAID, receiptOf, servedTwin } from "../cloudflare-steps.ts";
import { type AnsweredStep, answered, delivers, type JsonObject, object, paymentOf } from "../server-steps.ts";

/** schemes/batch-settlement/scheme_batch_settlement_cloudflare.md, PAYMENT-RESPONSE Header. */

interface Wrong {
  readonly message: string;
  readonly expected: string;
  readonly actual: unknown;
}

/** A check of PAYMENT-RESPONSE of every payment that was served. Without the header: matter of cf.server.response. */
function receiptCheck(definition: { requirement: string; deviation: (receipt: JsonObject, step: AnsweredStep) => Wrong | undefined; /** Whether a receipt is of another revision of the text, which this does not speak of. */ spares?: (receipt: JsonObject) => boolean; withoutHeader?: Wrong; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  const { requirement, killedBy, alsoKilledBy } = definition;
  return check({
    id: requirement,
    requirement,
    appliesTo: { scenarios: PAID },
    witness(trace) {
      const served = servedTwin(trace) === undefined ? [] : answered(trace, "good").filter(({ response }) => delivers(trace, response));
      const told = served.filter((step) => definition.withoutHeader !== undefined || receiptOf(step) !== undefined);
      return told.length === 0 ? undefined : told;
    },
    judge({ witness, pass, fail, notApplicable }) {
      if (witness.every((step) => definition.spares?.(receiptOf(step) ?? {}) === true)) return notApplicable("the target says it where another revision of the text has it");
      for (const step of witness) {
        const receipt = receiptOf(step);
        const wrong = receipt === undefined ? definition.withoutHeader : definition.deviation(receipt, step);
        if (wrong !== undefined) return fail(wrong.message, { expected: wrong.expected, actual: wrong.actual, at: step.response });
      }
      return pass({ at: witness.slice(0, 1).map(({ response }) => response) });
    },
    killedBy,
    ...(alsoKilledBy === undefined ? {} : { alsoKilledBy }),
  });
}

function timestampWrong(where: string, value: unknown): Wrong | undefined {
  // Milliseconds would be beyond the year 5000.
  return typeof value === "number" && value > 0 && value < 1e11 ? undefined : { message: `${where} is no time in Unix seconds`, expected: "a number of seconds", actual: value ?? "no such member" };
}

export const checks: readonly Check[] = [
  receiptCheck({
    requirement: "cf.server.response",
    withoutHeader: { message: "a paid request was answered without PAYMENT-RESPONSE", expected: "PAYMENT-RESPONSE", actual: "no such header" },
    deviation(receipt, step) {
      const { amount, asset } = object(paymentOf(step.request)["accepted"]);
      const expected = { amount, asset, network: "cloudflare:402" };
      // The general text lets a server charge less than the price: less is told apart from a value that is none.
      const charged = typeof receipt["amount"] === "string" && /^[0-9]+$/.test(receipt["amount"]) && BigInt(receipt["amount"]) <= BigInt(String(amount));
      return charged && receipt["asset"] === asset && receipt["network"] === expected.network
        ? undefined
        : { message: "PAYMENT-RESPONSE does not say what was paid", expected: JSON.stringify(expected), actual: { amount: receipt["amount"], asset: receipt["asset"], network: receipt["network"] } };
    },
    killedBy: ["server.batch-settlement-cloudflare.response-without-amount", "server.batch-settlement-cloudflare.response-without-asset"],
    alsoKilledBy: {
      "server.http.success-without-header": "what is not sent says nothing",
      "server.flow.responds-before-settle": "who does not wait for the commitment to be stored has nothing to report",
      "server.response.v1-network-name": "the name of another network",
      "server.response.amount-number": "a number is not the amount that was paid, which is a string",
    },
  }),
  receiptCheck({
    requirement: "cf.server.response-timestamp",
    // Nothing but the example has it: to leave it out is no more than a warning. The newer text moved it into extra.
    spares: ({ timestamp, extra }) => timestamp === undefined && object(extra)["timestamp"] !== undefined,
    deviation: ({ timestamp }) => timestampWrong("timestamp", timestamp),
    killedBy: ["server.batch-settlement-cloudflare.timestamp-missing", "server.batch-settlement-cloudflare.timestamp-text-at-top"],
  }),
  receiptCheck({
    requirement: "cf.server.response-core",
    // The text of April 2026 had a form of its own, with the time at the top and no word on success.
    spares: ({ success, transaction, timestamp }) => success === undefined && transaction === undefined && timestamp !== undefined,
    deviation({ success, transaction, network }) {
      // An empty transaction as in the example, or the identifier that the general text asks for.
      return success === true && typeof transaction === "string" && typeof network === "string" ? undefined : { message: "PAYMENT-RESPONSE is no settlement response", expected: "success true, transaction and network", actual: { success, transaction, network } };
    },
    killedBy: ["server.response.success-string", "server.response.without-transaction"],
  }),
  receiptCheck({
    requirement: "cf.server.response-payer",
    deviation({ payer }, step) {
      const signed = headerValue({ headers: step.request.headers, name: "signature-agent" }) ?? "";
      if (payer === undefined) return undefined;
      const wrong = typeof payer !== "string" || payer === object(paymentOf(step.request)["accepted"])["payTo"] || namesOther({ payer, agent: signed });
      return wrong ? { message: "payer is not the agent that signed", expected: agentOrigin(signed) ?? signed, actual: payer } : undefined;
    },
    killedBy: ["server.batch-settlement-cloudflare.payer-merchant"],
    alsoKilledBy: { "server.response.payer-is-recipient": "the recipient is not the agent" },
  }),
  receiptCheck({
    requirement: "cf.server.response-extra-timestamp",
    // The text of April 2026 has it at the top.
    spares: ({ timestamp, extra }) => timestamp !== undefined && object(extra)["timestamp"] === undefined,
    deviation: ({ extra }) => timestampWrong("extra.timestamp", object(extra)["timestamp"]),
    killedBy: ["server.batch-settlement-cloudflare.timestamp-missing", "server.batch-settlement-cloudflare.timestamp-text-in-extra"],
  }),
];

/**
 * Whether a payer is the host of somebody else than the agent. A bare host means it whatever its scheme and port. What is no host,
 * such as a key's id or the identity that is billed, may be the agent's: nothing but an example says what stands there.
 */
function namesOther({ payer, agent }: { payer: string; agent: string }): boolean {
  const [named, signed] = [payer, agent].map((text) => agentOrigin(text));
  if (named === undefined || signed === undefined) return false;
  const [theirs, own] = [new URL(named), new URL(signed)];
  if (!theirs.hostname.includes(".")) return false;
  return theirs.port === "" ? theirs.hostname !== own.hostname : theirs.host !== own.host;
}
