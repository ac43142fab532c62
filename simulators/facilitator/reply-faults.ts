import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";

/** Faults in how outcomes are written down: the outcome is right, its reply is not. */

export const faults = defineFaults({
  "facilitator.reply.isvalid-string": { role: "facilitator", bug: 'BUG: writes isValid as the string "false"' },
  "facilitator.reply.reason-on-valid": { role: "facilitator", bug: "BUG: gives an invalidReason to a valid payment" },
  "facilitator.reply.reason-null-on-valid": { role: "facilitator", bug: "BUG: writes invalidReason null for a valid payment" },
  "facilitator.reply.invalid-without-reason": { role: "facilitator", bug: "BUG: refuses payments without an invalidReason" },
  "facilitator.reply.reason-invented": { role: "facilitator", bug: "BUG: uses reasons of its own making" },
  "facilitator.reply.invalid-as-400": { role: "facilitator", bug: "BUG: answers an invalid payment with 400" },
  "facilitator.reply.verify-payer-object": { role: "facilitator", bug: "BUG: writes the payer in /verify as an object" },
  "facilitator.reply.invalid-without-isvalid": { role: "facilitator", bug: "BUG: answers an invalid payment with an error text, without isValid" },
  "facilitator.reply.success-string": { role: "facilitator", bug: 'BUG: writes success as the string "false"' },
  "facilitator.reply.failure-without-transaction": { role: "facilitator", bug: "BUG: omits transaction where nothing was broadcast" },
  "facilitator.reply.failure-invented-hash": { role: "facilitator", bug: "BUG: invents a hash for a settlement it never broadcast" },
  "facilitator.reply.network-legacy": { role: "facilitator", bug: "BUG: names the network base-sepolia in settlements" },
  "facilitator.reply.error-on-success": { role: "facilitator", bug: "BUG: gives an errorReason to a successful settlement" },
  "facilitator.reply.error-null-on-success": { role: "facilitator", bug: "BUG: writes errorReason null for a successful settlement" },
  "facilitator.reply.failure-without-reason": { role: "facilitator", bug: "BUG: fails settlements without an errorReason" },
  "facilitator.reply.failure-as-400": { role: "facilitator", bug: "BUG: answers a failed settlement with 400" },
  "facilitator.reply.settle-payer-own": { role: "facilitator", bug: "BUG: names its own signer as payer in settlements" },
  "facilitator.reply.settle-amount-number": { role: "facilitator", bug: "BUG: writes the settled amount as a number" },
  "facilitator.reply.settle-extensions-array": { role: "facilitator", bug: "BUG: writes extensions in settlements as an array" },
  "facilitator.reply.failure-as-text": { role: "facilitator", bug: "BUG: answers a settlement it refuses with 500 and a text" },
  "facilitator.reply.extension-responses-plain": { role: "facilitator", bug: "BUG: writes EXTENSION-RESPONSES as plain JSON" },
});

export interface DraftReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * @param options.judged a scheme half has judged the payment; the request itself was in order
 * @param options.signer a public address the facilitator signs with
 */
export function bendReply(options: { endpoint: "verify" | "settle"; reply: DraftReply; judged: boolean; faults: FaultSet; signer: string }): DraftReply {
  const { endpoint, reply, judged, signer } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const body = { ...(reply.body as Record<string, unknown>) };
  if (endpoint === "verify") {
    if (body["isValid"] === true && fault("facilitator.reply.reason-on-valid")) body["invalidReason"] = "none";
    if (body["isValid"] === true && fault("facilitator.reply.reason-null-on-valid")) body["invalidReason"] = null;
    if (body["isValid"] === false && fault("facilitator.reply.invalid-without-reason")) delete body["invalidReason"];
    if (body["isValid"] === false && fault("facilitator.reply.reason-invented")) body["invalidReason"] = "computer_says_no";
    if (body["isValid"] === false && judged && fault("facilitator.reply.invalid-as-400")) return { status: 400, body };
    if ("payer" in body && fault("facilitator.reply.verify-payer-object")) body["payer"] = { address: body["payer"] };
    if (body["isValid"] === false && judged && fault("facilitator.reply.isvalid-string")) body["isValid"] = "false";
    if (body["isValid"] === false && judged && fault("facilitator.reply.invalid-without-isvalid")) return { status: 200, body: { error: body["invalidReason"] } };
  } else {
    const failed = body["success"] === false;
    const unsent = failed && body["transaction"] === "";
    if (unsent && fault("facilitator.reply.failure-invented-hash")) body["transaction"] = `0x${"42".repeat(32)}`;
    if (unsent && fault("facilitator.reply.failure-without-transaction")) delete body["transaction"];
    if (unsent && fault("facilitator.reply.failure-as-text")) return { status: 500, body: "settlement failed" };
    if (failed && fault("facilitator.reply.success-string")) body["success"] = "false";
    if (!failed && fault("facilitator.reply.error-on-success")) body["errorReason"] = "none";
    if (!failed && fault("facilitator.reply.error-null-on-success")) body["errorReason"] = null;
    if (failed && fault("facilitator.reply.failure-without-reason")) delete body["errorReason"];
    if (failed && judged && fault("facilitator.reply.failure-as-400")) return { status: 400, body };
    if (fault("facilitator.reply.network-legacy")) body["network"] = "base-sepolia";
    if (!failed && fault("facilitator.reply.settle-payer-own")) body["payer"] = signer;
    if (typeof body["amount"] === "string" && fault("facilitator.reply.settle-amount-number")) body["amount"] = Number(body["amount"]);
    if (fault("facilitator.reply.settle-extensions-array")) body["extensions"] = [];
  }
  return { status: reply.status, body, ...(fault("facilitator.reply.extension-responses-plain") ? { headers: { "EXTENSION-RESPONSES": "{}" } } : {}) };
}
