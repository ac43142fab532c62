import { check, type Check } from "../check.ts";
import { besideGoodTwin, object, type Paid, type PaymentDeviation, paymentCheck, paymentsOf, signalOf } from "../client-steps.ts";
import { clientKeys, directoryOf, isOwnSignature, isPublished, isSigned, keysOf, madeBy, signablePayment, signaturesIn } from "../message-signatures.ts";
import { headerValue } from "../../trace/headers.ts";
import type { Trace } from "../../trace/trace.ts";

/** extensions/http-message-signatures.md, Usage. Judged of payments on a network that bills by signatures. */

const PAID = "client/batch-settlement-cloudflare/paid";
/** The text of the network names it among the tags that are supported there, and offers another one alone. */
const NAMED_TAG = "agent-browser-auth";

function agentCheck(definition: { requirement: string; deviation: (payment: Paid, trace: Trace) => PaymentDeviation; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  // A client that pays another offer of the same 402 is not judged; here there is none.
  return paymentCheck({ ...definition, scenarios: PAID });
}

/** A list of `info`, as the offer before a payment had it. */
function declared(payment: Paid, member: "tags" | "signatureSchemes"): readonly unknown[] | undefined {
  for (const { response } of payment.step.attempts) {
    const extension = response === undefined ? undefined : object(signalOf(response)["extensions"])["http-message-signatures"];
    const list = object(object(extension)["info"])[member];
    if (Array.isArray(list)) return list as readonly unknown[];
  }
  return undefined;
}

export const checks: readonly Check[] = [
  check({
    id: "hms.decl.schema-optional",
    requirement: "hms.decl.schema-optional",
    appliesTo: { scenarios: "client/http-message-signatures/schema" },
    witness: (trace) => besideGoodTwin(trace, "schema-missing")?.[0],
    judge({ witness: step, pass, fail }) {
      const [first] = step.attempts;
      return paymentsOf(step).length > 0 ? pass({ at: first?.request }) : fail("an offer with the extension without its schema was not paid", { expected: "a payment, as with the schema", actual: step.outcome?.message ?? "no payment", at: first?.response ?? first?.request });
    },
    killedBy: ["client.hms.schema-needed"],
  }),
  agentCheck({
    requirement: "hms.client.directory",
    deviation(payment, trace) {
      const { request } = payment.attempt;
      const agent = headerValue({ headers: request.headers, name: "signature-agent" });
      const directory = agent === undefined ? undefined : directoryOf(trace, agent);
      const signatures = signaturesIn(request);
      // A host that cannot be reached from here may well be there for the network; who is sent on is not followed.
      if (directory?.status === undefined || (directory.status >= 300 && directory.status < 400) || signatures.length === 0) return "silent";
      const keys = directory.status === 200 ? keysOf(directory.body) : [];
      const published = signatures.map((found) => isPublished({ message: signablePayment(payment, trace), found, keys }));
      if (published.includes(true)) return undefined;
      return published.includes("unclear") ? "silent" : { message: "the agent does not publish the key of its signature", expected: `the key ${signatures.map(({ keyid }) => keyid ?? "of the signature").join(", ")} at ${directory.url}`, actual: `status ${directory.status}, ${keys.length} keys` };
    },
    killedBy: ["client.hms.directory-elsewhere"],
  }),
  agentCheck({
    requirement: "hms.client.sign",
    deviation(payment, trace) {
      const { request } = payment.attempt;
      const signatures = signaturesIn(request);
      const expected = "Signature-Input and Signature by RFC 9421";
      if (signatures.length === 0) return isSigned(request) ? { message: "the signature of the paid request cannot be read", expected, actual: headerValue({ headers: request.headers, name: "signature-input" }) } : { message: "the paid request is not signed", expected, actual: request.headers.map(([name]) => name) };
      const own = signatures.map((found) => isOwnSignature({ payment, trace, found }));
      if (own.includes(true)) return undefined;
      return own.includes("unclear") ? "silent" : { message: "no signature of the paid request verifies", expected: "a signature by the agent's key", actual: signatures.map(({ keyid }) => keyid ?? "no keyid").join(", ") };
    },
    killedBy: ["client.hms.unsigned", "client.hms.signature-wrong"],
  }),
  agentCheck({
    requirement: "hms.client.tag",
    deviation(payment) {
      const offered = declared(payment, "tags");
      const signatures = signaturesIn(payment.attempt.request);
      if (offered === undefined || signatures.length === 0) return "silent";
      return signatures.some(({ tag }) => tag !== undefined && (offered.includes(tag) || tag === NAMED_TAG)) ? undefined : { message: "the signature has no tag that was offered", expected: offered.join(", "), actual: signatures.map(({ tag }) => tag ?? "no tag").join(", ") };
    },
    killedBy: ["client.hms.tag-missing", "client.hms.tag-other"],
  }),
  agentCheck({
    requirement: "hms.client.algorithm",
    deviation(payment, trace) {
      const offered = declared(payment, "signatureSchemes");
      // Without the parameter the key says which it is.
      const named = signaturesIn(payment.attempt.request).map((found) => found.alg ?? (madeBy({ message: signablePayment(payment, trace), found, keys: clientKeys(trace) }) === true ? "ed25519" : undefined));
      if (offered === undefined || named.every((alg) => alg === undefined)) return "silent";
      return named.some((alg) => offered.includes(alg)) ? undefined : { message: "the signature's algorithm was not offered", expected: offered.join(", "), actual: named.join(", ") };
    },
    killedBy: ["client.hms.algorithm-other"],
  }),
];
