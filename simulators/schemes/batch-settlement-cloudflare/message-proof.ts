import { ComponentError, coveredNames, DIRECTORY_PATH, findKey, type FoundSignature, signatureAgentOf, signaturesOf, StructuredFieldError, verifiesMessage } from "../../http-signatures/index.ts";
import type { CarryingRequest } from "../scheme.ts";
import type { AgentRecognition, NetworkApi } from "./network-api.ts";
import type { JudgeBends } from "./judge-bends.ts";

/** Who pays, by the message signature of the request: Verification, steps 1, 2 and 4, and Security Considerations. */

export type Proof = { readonly ok: true; readonly agent: string; readonly keyid: string; readonly reference: string; /** Whose bill it goes on. Empty by faults alone. */ readonly billingIdentifier: string } | { readonly ok: false; readonly reason: "invalid_signature" | "signature_agent_unknown" | "payment_failed" };

/** Tags of this network: Network-Specific Implementation. */
export const TAGS: readonly string[] = ["web-bot-auth", "agent-browser-auth"];
const COMPONENTS = ["@authority", "signature-agent", "payment-signature"];
/** Seconds by which a client's clock may be ahead. */
const SKEW = 10;
/** Seconds that a signature without an end is taken for. */
const TYPICAL_LIFETIME = 30;

/** The signature a request may be paid by; the first of those with a tag of this network. */
export function paymentSignatureOf(request: CarryingRequest): FoundSignature | undefined {
  try {
    return signaturesOf(request.headers).find(({ tag }) => tag !== undefined && TAGS.includes(tag));
  } catch (error) {
    if (error instanceof StructuredFieldError) return undefined;
    throw error;
  }
}

/**
 * @param options.now Unix seconds
 * @throws whatever the network does when it cannot be asked
 */
export async function proofOf(options: { request: CarryingRequest | undefined; api: NetworkApi; now: number; bends: JudgeBends }): Promise<Proof> {
  const { request, api, now, bends } = options;
  const bad: Proof = { ok: false, reason: "invalid_signature" };
  const found = request === undefined ? undefined : paymentSignatureOf(request);
  if (request === undefined || found === undefined) return bends.takesUnsigned() ? { ok: true, agent: "", keyid: "", reference: "", billingIdentifier: "" } : bad;
  const agent = signatureAgentOf(request.headers);
  const { keyid = "" } = found;
  const covered = new Set(coveredNames(found.covered));
  if (!COMPONENTS.every((name) => covered.has(name)) && !bends.takesUncovered()) return bad;
  if (!isFresh({ found, now }) && !bends.takesStale()) return bad;

  const said: AgentRecognition = agent === undefined ? { recognized: false } : await api.agent({ agent, keyid });
  // Keys are fetched of agents that the network knows alone: anybody can name a URL.
  const recognition = !said.recognized && agent !== undefined && bends.takesUnknown() ? { recognized: true, directory: `${agent}${DIRECTORY_PATH}`, billingIdentifier: "" } : said;
  if (!recognition.recognized || agent === undefined) return { ok: false, reason: "signature_agent_unknown" };
  const key = findKey({ keys: await api.keys(recognition.directory), keyid });
  // RFC 9421 §3.2: an algorithm that is named is the key's.
  const verified = key !== undefined && (found.alg === undefined || found.alg === "ed25519") && verifies({ request, found, key });
  if (!verified && !bends.takesWrongSignature()) return bad;
  const { billingIdentifier } = recognition;
  if (billingIdentifier === undefined) return { ok: false, reason: "payment_failed" };
  return { ok: true, agent, keyid, reference: Buffer.from(found.signature).toString("base64url"), billingIdentifier };
}

function isFresh({ found: { created, expires }, now }: { found: FoundSignature; now: number }): boolean {
  if (created !== undefined && created > now + SKEW) return false;
  return expires !== undefined ? expires > now : created === undefined || now - created <= TYPICAL_LIFETIME + SKEW;
}

function verifies({ request, found, key }: { request: CarryingRequest; found: FoundSignature; key: NonNullable<ReturnType<typeof findKey>> }): boolean {
  try {
    return verifiesMessage({ message: request, found, key });
  } catch (error) {
    if (error instanceof ComponentError) return false;
    throw error;
  }
}
