import { decodeBase58, encodeBase58, isAddress, verifySignature } from "../../simulators/chains/svm/wire/index.ts";
import { decodeHeader, type DecodedHeader } from "../../simulators/transports/http/header-codec.ts";
import { derived } from "../trace/derived.ts";
import type { HttpRequestEvent } from "../trace/events.ts";
import { headerValue } from "../trace/headers.ts";
import type { Trace } from "../trace/trace.ts";
import { clientSteps, isObject, type JsonObject } from "./client-steps.ts";

/** Proofs of sign-in-with-x as clients send them, read leniently: each deviation is judged by its own check, and spares the rest. */
export interface SentProof {
  readonly request: HttpRequestEvent;
  readonly text: string;
  readonly decoded: DecodedHeader;
  /** Empty where the header holds no object. */
  readonly proof: JsonObject;
}

export const proofsOf = derived((trace: Trace): readonly SentProof[] =>
  clientSteps(trace)
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ request }) => {
      const text = headerValue({ headers: request.headers, name: "SIGN-IN-WITH-X" });
      if (text === undefined) return [];
      const decoded = decodeHeader(text);
      const value = decoded.ok ? decoded.value : decoded.lenient;
      return [{ request, text, decoded, proof: isObject(value) ? value : {} }];
    }),
);

/** Whether a proof is for a chain of Solana. */
export function isOnSolana({ proof }: SentProof): boolean {
  return String(proof["chainId"]).startsWith("solana:");
}

/** How a text may differ from that of Sign-In With Solana. */
export type SiwsVariant = "siws" | "two-empty-lines" | "whole-chain-id" | "ethereum-account";

/** The first variant of the text that the address of a proof has signed; `undefined` where it signed none of them, `"unreadable"` where address or signature cannot be read. */
export function signedVariant(proof: JsonObject): SiwsVariant | "unreadable" | undefined {
  const publicKey = bytesOf(proof["address"], 32);
  const signature = bytesOf(proof["signature"], 64);
  if (publicKey === undefined || signature === undefined) return "unreadable";
  const address = encodeBase58(publicKey);
  return VARIANTS.find((variant) => verifySignature({ publicKey, signature, message: Buffer.from(siwsText({ proof, address, variant }), "utf8") }));
}

const VARIANTS: readonly SiwsVariant[] = ["siws", "two-empty-lines", "whole-chain-id", "ethereum-account"];

/** In the order of the format. */
const LINES = { URI: "uri", Version: "version", "Chain ID": "chainId", Nonce: "nonce", "Issued At": "issuedAt", "Expiration Time": "expirationTime", "Not Before": "notBefore", "Request ID": "requestId" } as const;

/** The text rebuilt from a proof. Written anew, and not the reference roles' own, so that the two guard each other. */
export function siwsText(options: { proof: JsonObject; address: string; variant?: SiwsVariant }): string {
  const { proof, address, variant = "siws" } = options;
  const { statement, resources } = proof;
  let text = `${String(proof["domain"])} wants you to sign in with your ${variant === "ethereum-account" ? "Ethereum" : "Solana"} account:\n${address}\n`;
  if (statement !== undefined) text += `\n${String(statement)}\n`;
  else if (variant === "two-empty-lines") text += "\n";
  for (const [label, member] of Object.entries(LINES)) {
    const value = proof[member];
    if (value === undefined) continue;
    const shown = member === "chainId" && variant !== "whole-chain-id" ? String(value).replace(/^[^:]*:/, "") : String(value);
    text += `\n${label}: ${shown}`;
  }
  if (Array.isArray(resources)) text += `\nResources:${(resources as unknown[]).map((resource) => `\n- ${String(resource)}`).join("")}`;
  return text;
}

/** Bytes in base58, as they should be written, or in hexadecimal or base64. */
function bytesOf(text: unknown, length: number): Uint8Array | undefined {
  if (typeof text !== "string" || text.length > 200) return undefined;
  if (length === 32 && isAddress(text)) return decodeBase58(text);
  return [decodeBase58(text), Buffer.from(text.replace(/^0x/, ""), "hex"), Buffer.from(text, "base64")].find((bytes) => bytes?.length === length);
}
