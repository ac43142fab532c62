import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";

/** Faults in how outcomes are written down: the outcome is right, its reply is not. */

export const faults = defineFaults({
  "facilitator.reply.isvalid-string": { role: "facilitator", bug: 'BUG: writes isValid as the string "false"' },
  "facilitator.reply.reason-on-valid": { role: "facilitator", bug: "BUG: gives an invalidReason to a valid payment" },
  "facilitator.reply.verify-payer-object": { role: "facilitator", bug: "BUG: writes the payer in /verify as an object" },
  "facilitator.reply.invalid-without-isvalid": { role: "facilitator", bug: "BUG: answers an invalid payment with 400 and an error text, without isValid" },
  "facilitator.reply.success-string": { role: "facilitator", bug: 'BUG: writes success as the string "false"' },
  "facilitator.reply.failure-without-transaction": { role: "facilitator", bug: "BUG: omits transaction from a failed settlement" },
  "facilitator.reply.failure-invented-hash": { role: "facilitator", bug: "BUG: invents a hash for a settlement it never broadcast" },
  "facilitator.reply.network-legacy": { role: "facilitator", bug: "BUG: names the network base-sepolia in settlements" },
  "facilitator.reply.error-on-success": { role: "facilitator", bug: "BUG: gives an errorReason to a successful settlement" },
  "facilitator.reply.settle-payer-own": { role: "facilitator", bug: "BUG: names its own signer as payer in settlements" },
  "facilitator.reply.settle-amount-number": { role: "facilitator", bug: "BUG: writes the settled amount as a number" },
  "facilitator.reply.settle-extensions-array": { role: "facilitator", bug: "BUG: writes extensions in settlements as an array" },
  "facilitator.reply.failure-as-text": { role: "facilitator", bug: "BUG: answers a failed settlement with 500 and a text" },
  "facilitator.reply.extension-responses-plain": { role: "facilitator", bug: "BUG: writes EXTENSION-RESPONSES as plain JSON" },
});

export interface DraftReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param options.signer a public address the facilitator signs with */
export function bendReply(options: { endpoint: "verify" | "settle"; reply: DraftReply; faults: FaultSet; signer: string }): DraftReply {
  const { endpoint, reply, signer } = options;
  if (options.faults.ids.length === 0) return reply;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const body = { ...(reply.body as Record<string, unknown>) };
  if (endpoint === "verify") {
    if (body["isValid"] === true && fault("facilitator.reply.reason-on-valid")) body["invalidReason"] = "none";
    if ("payer" in body && fault("facilitator.reply.verify-payer-object")) body["payer"] = { address: body["payer"] };
    if (body["isValid"] === false && fault("facilitator.reply.isvalid-string")) body["isValid"] = "false";
    if (body["isValid"] === false && fault("facilitator.reply.invalid-without-isvalid")) return { status: 400, body: { error: body["invalidReason"] } };
  } else {
    const failed = body["success"] === false;
    if (failed && body["transaction"] === "" && fault("facilitator.reply.failure-invented-hash")) body["transaction"] = `0x${"42".repeat(32)}`;
    if (failed && fault("facilitator.reply.failure-without-transaction")) delete body["transaction"];
    if (failed && fault("facilitator.reply.failure-as-text")) return { status: 500, body: "settlement failed" };
    if (failed && fault("facilitator.reply.success-string")) body["success"] = "false";
    if (!failed && fault("facilitator.reply.error-on-success")) body["errorReason"] = "none";
    if (fault("facilitator.reply.network-legacy")) body["network"] = "base-sepolia";
    if (!failed && fault("facilitator.reply.settle-payer-own")) body["payer"] = signer;
    if (typeof body["amount"] === "string" && fault("facilitator.reply.settle-amount-number")) body["amount"] = Number(body["amount"]);
    if (fault("facilitator.reply.settle-extensions-array")) body["extensions"] = [];
  }
  return { status: reply.status, body, ...(fault("facilitator.reply.extension-responses-plain") ? { headers: { "EXTENSION-RESPONSES": "{}" } } : {}) };
}
