import type { Trace } from "../../trace/trace.ts";
import { headerValues } from "../../trace/headers.ts";
import { check, type Check } from "../check.ts";
import { besideGoodTwin, type ClientStep, clientSteps, goodTwin, object, type Paid, paid, type PaymentDeviation, paymentCheck, paymentsOf, sameText } from "../client-steps.ts";
import { isOwnSignature, isSigned, signaturesIn } from "../message-signatures.ts";
import { coveredNames } from "../../../simulators/http-signatures/index.ts";

/** schemes/batch-settlement/scheme_batch_settlement_cloudflare.md, what clients send and when. */

const FOLDER = "client/batch-settlement-cloudflare";
const PAID_HERE = `${FOLDER}/paid`;
const COMPONENTS = ["@authority", "signature-agent", "payment-signature"];
/** Named among the tags of this network, and not offered. */
const UNOFFERED_TAG = "agent-browser-auth";

function agentCheck(definition: { requirement: string; deviation: (payment: Paid, trace: Trace) => PaymentDeviation; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  return paymentCheck({ ...definition, scenarios: PAID_HERE });
}

function tagsOf({ attempt }: Paid): readonly (string | undefined)[] {
  return signaturesIn(attempt.request).map(({ tag }) => tag);
}

/** Whether a step's first request came with a payment. */
function paysUnasked({ attempts: [first] }: ClientStep): boolean {
  return first?.payment !== undefined;
}

export const checks: readonly Check[] = [
  check({
    id: "cf.offer.timeout-optional",
    requirement: "cf.offer.timeout-optional",
    appliesTo: { scenarios: `${FOLDER}/timeouts` },
    witness: (trace) => besideGoodTwin(trace, ["timeout-missing", "timeout-zero"]),
    judge({ witness, pass, fail }) {
      const refused = witness.find((step) => paymentsOf(step).length === 0);
      const [first] = (refused ?? witness[0])?.attempts ?? [];
      return refused === undefined ? pass({ at: first?.request }) : fail(`the offer "${refused.as}" was not paid`, { expected: "a payment, as for the offer with maxTimeoutSeconds", actual: refused.outcome?.message ?? "no payment", at: first?.response ?? first?.request });
    },
    killedBy: ["client.batch-settlement-cloudflare.timeout-needed"],
  }),
  check({
    id: "cf.client.no-price-cache",
    requirement: "cf.client.no-price-cache",
    appliesTo: { scenarios: `${FOLDER}/price-raised` },
    witness(trace) {
      // Two steps of one name see the same requests.
      const [step] = clientSteps(trace, "raised");
      // Who never asked may go by the price of the good twin, which was given a time.
      const asked = step?.attempts.findIndex(({ payment }) => payment === undefined) ?? -1;
      const bought = step?.attempts.findIndex(({ payment, response }, index) => asked !== -1 && index > asked && payment !== undefined && response?.status === 200) ?? -1;
      const next = bought === -1 ? undefined : step?.attempts[bought + 1];
      const good = goodTwin(trace);
      return good === undefined || next === undefined ? undefined : { good, next };
    },
    judge({ witness: { good, next }, pass, fail, notApplicable }) {
      if (next.payment === undefined) return pass({ at: next.request });
      // Payment Flow, Pre-Authorized Flow: what it pays it has from elsewhere.
      if (paysUnasked(good.step)) return notApplicable("the client pays with its first request, by terms agreed beforehand");
      return fail("a price that was given no time was paid again without asking", { expected: "a request without payment first", actual: next.payment.message["accepted"], at: next.request });
    },
    killedBy: ["client.flow.price-remembered"],
  }),
  check({
    id: "cf.client.retry-authenticated",
    requirement: "cf.client.retry-authenticated",
    appliesTo: { scenarios: `${FOLDER}/price-untold` },
    witness: (trace) => besideGoodTwin(trace, "untold")?.[0],
    judge({ witness: { attempts, outcome }, pass, fail, notApplicable }) {
      const [first, ...later] = attempts;
      if (first?.payment !== undefined) return notApplicable("the client pays with its first request, and was told nothing yet");
      if (first !== undefined && isSigned(first.request)) return notApplicable("the client signs what it asks first, and is told the price");
      const asked = later.find(({ request, payment }) => payment === undefined && isSigned(request));
      if (asked !== undefined) return pass({ at: asked.request });
      const guessed = attempts.find(({ payment }) => payment !== undefined);
      return fail(guessed === undefined ? "a client that was told no price did not ask again with a message signature" : "a client that was told no price paid one of its own making", { expected: "the request again, signed", actual: guessed?.payment?.message["accepted"] ?? outcome?.message ?? "nothing more", at: guessed?.request ?? first?.response ?? first?.request });
    },
    killedBy: ["client.hms.price-not-asked"],
  }),
  agentCheck({
    requirement: "cf.client.rfc9421",
    deviation(payment, trace) {
      const signatures = signaturesIn(payment.attempt.request);
      if (signatures.length === 0) return { message: "the paid request has no message signature that can be read", expected: "Signature-Input and Signature by RFC 9421", actual: payment.attempt.request.headers.map(([name]) => name) };
      const whole = signatures.filter(({ covered }) => COMPONENTS.every((name) => coveredNames(covered).includes(name)));
      if (whole.length === 0) return { message: "no signature covers what the network asks for", expected: COMPONENTS.join(", "), actual: signatures.map(({ covered }) => coveredNames(covered).join(", ")).join("; ") };
      const own = whole.map((found) => isOwnSignature({ payment, trace, found }));
      if (own.includes(true)) return undefined;
      return own.includes("unclear") ? "silent" : { message: "the message signature does not verify", expected: "a signature by the agent's key", actual: whole.map(({ keyid }) => keyid ?? "no keyid").join(", ") };
    },
    killedBy: ["client.hms.payment-uncovered", "client.hms.authority-uncovered", "client.hms.signature-wrong"],
    alsoKilledBy: { "client.hms.unsigned": "what is not signed covers nothing", "client.hms.agent-unsent": "a header that is not sent is not covered", "client.http.payment-in-x-payment": "what is sent in another header is not covered in this one" },
  }),
  agentCheck({
    requirement: "cf.client.agent-header",
    deviation({ attempt: { request } }) {
      const missing = ["Signature-Agent", "Signature-Input", "Signature", "PAYMENT-SIGNATURE"].filter((name) => headerValues({ headers: request.headers, name }).length === 0);
      return missing.length === 0 ? undefined : { message: "the paid request lacks a header", expected: missing.join(", "), actual: request.headers.map(([name]) => name) };
    },
    killedBy: ["client.hms.agent-unsent"],
    alsoKilledBy: { "client.hms.unsigned": "who does not sign sends none of the headers", "client.http.payment-in-x-payment": "what is sent in another header is not sent in this one" },
  }),
  agentCheck({
    requirement: "cf.client.tag",
    deviation(payment) {
      const tags = tagsOf(payment);
      if (tags.length === 0) return "silent";
      return tags.some((tag) => tag === "web-bot-auth" || tag === UNOFFERED_TAG) ? undefined : { message: "the signature's tag is not of this network", expected: "web-bot-auth", actual: tags.map((tag) => tag ?? "no tag").join(", ") };
    },
    killedBy: ["client.hms.tag-missing", "client.hms.tag-other"],
  }),
  agentCheck({
    requirement: "cf.client.payload",
    deviation({ message }) {
      const { amount, asset } = object(message["payload"]);
      const accepted = object(message["accepted"]);
      const isDecimal = (value: unknown): value is string => typeof value === "string" && /^[0-9]+$/.test(value);
      if (!isDecimal(amount) || typeof asset !== "string") return { message: "payload does not have amount and asset", expected: "amount and asset, both strings", actual: message["payload"] };
      // What accepted lacks is matter of cf.client.accepted.
      if (accepted["asset"] !== undefined && asset !== accepted["asset"]) return { message: "payload is in another currency than accepted", expected: String(accepted["asset"]), actual: asset };
      return isDecimal(accepted["amount"]) && BigInt(amount) < BigInt(accepted["amount"]) ? { message: "payload commits to less than accepted asks for", expected: accepted["amount"], actual: amount } : undefined;
    },
    killedBy: ["client.batch-settlement-cloudflare.amount-missing", "client.batch-settlement-cloudflare.amount-number", "client.batch-settlement-cloudflare.amount-less", "client.batch-settlement-cloudflare.asset-small"],
    alsoKilledBy: { "client.payload.payload-as-text": "a text has no members" },
  }),
  agentCheck({
    requirement: "cf.client.no-embedded-signature",
    deviation({ message }) {
      const embedded = ["signature", "signatureAgent"].filter((member) => member in object(message["payload"]));
      return embedded.length === 0 ? undefined : { message: "signature or agent stand in the payload", expected: "both in headers alone", actual: embedded.join(", ") };
    },
    killedBy: ["client.batch-settlement-cloudflare.signature-embedded"],
  }),
  agentCheck({
    requirement: "cf.client.accepted",
    deviation({ message, offer }) {
      const accepted = object(message["accepted"]);
      if ("extensions" in accepted) return { message: "accepted holds extensions", expected: "the offer alone", actual: accepted };
      // Paid before anything was offered: Pre-Authorized Flow.
      if (offer === undefined) return "silent";
      // maxTimeoutSeconds more and extra.version less: the text's own example has it so.
      const other = ["scheme", "network", "amount", "asset", "payTo"].filter((member) => !sameText(accepted[member], offer[member]));
      return other.length === 0 ? undefined : { message: `accepted is not the offer: ${other.join(", ")}`, expected: JSON.stringify(offer), actual: accepted };
    },
    killedBy: ["client.payload.accepted-partial"],
  }),
  check({
    id: "cf.client.extensions-echo",
    requirement: "cf.client.extensions-echo",
    appliesTo: { scenarios: PAID_HERE },
    witness: (trace) => (paid(trace).length === 0 ? undefined : paid(trace)),
    judge({ witness, position }) {
      const at = witness.map(({ attempt }) => attempt.request);
      return witness.every(({ message }) => "http-message-signatures" in object(message["extensions"])) ? position("echoed", "the extension is repeated with the payment", { at }) : position("left-out", "the payment comes without the extension", { at });
    },
    killedBy: ["client.ext.known-dropped"],
    alsoKilledBy: { "client.payload.extensions-as-list": "a list does not name what is in it" },
  }),
];
