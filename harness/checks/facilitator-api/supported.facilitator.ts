import { check, type CheckDefinition } from "../check.ts";
import type { Trace } from "../../trace/trace.ts";
import { isAddress } from "../../../simulators/chains/svm/wire/index.ts";
import { decodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { headerValue } from "../../trace/headers.ts";
import { answered, type AnsweredCall, outcomeOf, record, tellsApart } from "../facilitator-calls.ts";
import { isSolanaName } from "../svm-network.ts";

/** x402-specification-v2.md §7.3, GET /supported. */

const SCENARIO: CheckDefinition<unknown>["appliesTo"] = { scenarios: ["facilitator/facilitator-api/supported", "facilitator/facilitator-api/settle-replies", "facilitator/exact-svm/supported"] };

/** The reply of a target that judges payments; by itself a document proves nothing. */
function supported(trace: Trace): AnsweredCall | undefined {
  return tellsApart(trace) ? answered(trace, "supported")[0] : undefined;
}

/** The same where the target settles on Solana. */
const SOLANA: CheckDefinition<unknown>["appliesTo"] = { scenarios: "facilitator/exact-svm/supported" };

/** Kinds of exact on a network of Solana, by whatever name, of a target that was seen to judge payments there. */
function solanaKinds(trace: Trace): { readonly call: AnsweredCall; readonly kinds: readonly Readonly<Record<string, unknown>>[] } | undefined {
  const call = supported(trace);
  const named = Array.isArray(call?.body["kinds"]) ? (call.body["kinds"] as unknown[]).map(record) : [];
  const kinds = named.filter(({ x402Version, scheme, network }) => x402Version === 2 && scheme === "exact" && isSolanaName(network));
  return call === undefined || kinds.length === 0 ? undefined : { call, kinds };
}

const CAIP2 = /^[-a-z0-9]{3,32}:[-_a-zA-Z0-9+/=]{1,64}$/;
/** A network, or a namespace with a star. */
const PATTERN = /^[-a-z0-9]{3,32}:(?:\*|[-_a-zA-Z0-9+/=*]{1,64})$/;
/** Reasons that deny the kind itself, not the payment. */
const UNSUPPORTED = /^(?:unsupported_scheme|invalid_scheme|invalid_network|unsupported_network|invalid_x402_version|network_mismatch)$/;

export const checks = [
  check({
    id: "fac.supported.endpoint",
    requirement: "fac.supported.endpoint",
    appliesTo: SCENARIO,
    witness: supported,
    judge: ({ witness, pass, fail }) => {
      const { kinds, extensions, signers } = witness.body;
      const missing = [Array.isArray(kinds) ? undefined : "kinds", Array.isArray(extensions) ? undefined : "extensions", signers === undefined || signers === null ? "signers" : undefined].filter((name) => name !== undefined);
      return witness.response.status === 200 && missing.length === 0 ? pass({ at: witness.response }) : fail(`GET /supported lacks ${missing.join(", ") || "a 200"}`, { actual: outcomeOf(witness), at: witness.response });
    },
    killedBy: ["facilitator.supported.signers-missing"],
  }),
  check({
    id: "fac.supported.kinds",
    requirement: "fac.supported.kinds",
    appliesTo: SCENARIO,
    witness: (trace) => {
      const call = supported(trace);
      return call === undefined || !Array.isArray(call.body["kinds"]) ? undefined : { call, kinds: (call.body["kinds"] as unknown[]).map(record) };
    },
    judge: ({ witness: { call, kinds }, pass, fail }) => {
      // Kinds of version 1 keep their own names.
      const bad = kinds.find(({ x402Version, scheme, network, extra }) => {
        if (typeof x402Version !== "number" || typeof scheme !== "string" || scheme === "" || typeof network !== "string") return true;
        return (x402Version === 2 && !CAIP2.test(network)) || !(extra === undefined || extra === null || record(extra) === extra);
      });
      if (bad !== undefined) return fail("A kind is not an x402Version number, a scheme, a CAIP-2 network and at most an extra object", { actual: bad, at: call.response });
      return kinds.length === 0 ? fail("No kind is named, though a payment was taken", { actual: outcomeOf(call), at: call.response }) : pass({ at: call.response });
    },
    killedBy: ["facilitator.supported.network-legacy"],
  }),
  check({
    id: "fac.supported.signers",
    requirement: "fac.supported.signers",
    appliesTo: SCENARIO,
    witness: (trace) => {
      const call = supported(trace);
      return call?.body["signers"] === undefined || call.body["signers"] === null ? undefined : call;
    },
    judge: ({ witness, pass, fail }) => {
      const { signers } = witness.body;
      if (record(signers) !== signers) return fail("signers is not an object", { actual: signers, at: witness.response });
      for (const [pattern, addresses] of Object.entries(signers as Record<string, unknown>)) {
        if (!PATTERN.test(pattern)) return fail("A member of signers is not a CAIP-2 pattern", { expected: "such as eip155:*", actual: pattern, at: witness.response });
        if (!Array.isArray(addresses) || !addresses.every((address) => typeof address === "string")) return fail("A member of signers is not a list of addresses", { actual: { [pattern]: addresses }, at: witness.response });
        const odd = pattern.startsWith("eip155:") ? (addresses as string[]).find((address) => !/^0x[0-9a-fA-F]{40}$/.test(address)) : undefined;
        if (odd !== undefined) return fail("A signer under eip155 is not an address", { expected: "0x and 40 hex digits", actual: odd, at: witness.response });
      }
      return pass({ at: witness.response });
    },
    killedBy: ["facilitator.supported.signers-list"],
  }),
  check({
    id: "fac.supported.signers-coverage",
    requirement: "fac.supported.signers-coverage",
    appliesTo: SCENARIO,
    witness: (trace) => {
      const call = supported(trace);
      return call === undefined || !Array.isArray(call.body["kinds"]) || record(call.body["signers"]) !== call.body["signers"] ? undefined : call;
    },
    judge: ({ witness, pass, fail, notApplicable }) => {
      const signed = new Set(Object.keys(record(witness.body["signers"])).map((pattern) => pattern.split(":", 1)[0]));
      // Only exact on EVM is known to be signed by the facilitator in every method; others are not held to it here.
      const [kind] = (witness.body["kinds"] as unknown[]).map(record).filter(({ x402Version, scheme, network }) => x402Version === 2 && scheme === "exact" && String(network).startsWith("eip155:"));
      if (kind === undefined) return notApplicable("no kind of exact on EVM is named, and of others it is not known who signs");
      return signed.has("eip155") ? pass({ at: witness.response }) : fail("An advertised eip155 kind has no signer", { expected: `an address under eip155, for ${String(kind["network"])}`, actual: witness.body["signers"], at: witness.response });
    },
    killedBy: ["facilitator.supported.signers-uncovered"],
    alsoKilledBy: { "facilitator.supported.kind-unserved": "an instance that serves no EVM has nobody to sign for the kind on EVM that it invents" },
  }),
  check({
    id: "fac.supported.extra-svm",
    requirement: "fac.supported.extra-svm",
    appliesTo: SOLANA,
    witness: (trace) => solanaKinds(trace),
    judge: ({ witness: { call, kinds }, pass, fail }) => {
      const signers = Object.entries(record(call.body["signers"])).flatMap(([pattern, addresses]) => (pattern.startsWith("solana:") && Array.isArray(addresses) ? (addresses as unknown[]) : []));
      const bare = kinds.find(({ extra }) => !isAddress(record(extra)["feePayer"]));
      return bare === undefined || signers.some(isAddress) ? pass({ at: call.response }) : fail("A Solana kind names no fee payer, and no signer is named for it either", { expected: "extra.feePayer in the kind, or an address among the signers of solana:*", actual: bare, at: call.response });
    },
    killedBy: ["facilitator.exact-svm.fee-payer-unannounced"],
  }),
  check({
    id: "fac.supported.truthful",
    requirement: "fac.supported.truthful",
    appliesTo: { scenarios: "facilitator/facilitator-api/supported" },
    witness: (trace) => {
      const tried = answered(trace, (as) => as.startsWith("kind "));
      return supported(trace) === undefined || tried.length === 0 ? undefined : tried;
    },
    judge: ({ witness, pass, fail }) => {
      const denied = witness.find(({ body }) => body["isValid"] !== true && UNSUPPORTED.test(String(body["invalidReason"])));
      return denied === undefined ? pass({ at: witness.map(({ response }) => response) }) : fail("A kind that /supported names is refused as unsupported", { actual: outcomeOf(denied), at: [denied.request, denied.response] });
    },
    killedBy: ["facilitator.supported.kind-unserved"],
  }),
  check({
    id: "fac.ext-responses.format",
    requirement: "fac.ext-responses.format",
    appliesTo: { scenarios: ["facilitator/facilitator-api/replies", "facilitator/facilitator-api/settle-replies"] },
    witness: (trace) => (tellsApart(trace) ? answered(trace, (as) => ["control", "forged", "settle", "settle-forged"].includes(as)) : undefined),
    judge: ({ witness, pass, fail, notApplicable }) => {
      const carrying = witness.filter(({ response }) => headerValue({ headers: response.headers, name: "EXTENSION-RESPONSES" }) !== undefined);
      if (carrying.length === 0) return notApplicable("no reply carries EXTENSION-RESPONSES, which is optional");
      for (const { response } of carrying) {
        const value = headerValue({ headers: response.headers, name: "EXTENSION-RESPONSES" }) ?? "";
        const decoded = decodeHeader(value);
        // Missing padding is not graded: the text says base64 and no more.
        if (!decoded.ok && decoded.defect !== "unpadded") return fail(`EXTENSION-RESPONSES cannot be decoded: ${decoded.message}`, { expected: "base64 of a JSON object", actual: value, at: response });
        const object = decoded.ok ? decoded.value : decoded.lenient;
        if (record(object) !== object) return fail("EXTENSION-RESPONSES is not a JSON object", { actual: object, at: response });
      }
      return pass({ at: carrying.map(({ response }) => response) });
    },
    killedBy: ["facilitator.reply.extension-responses-plain"],
  }),
];
