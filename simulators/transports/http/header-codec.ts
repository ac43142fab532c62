/**
 * The envelope of every x402 HTTP header: standard padded base64 (RFC 4648 §4) of UTF-8 JSON.
 * transports-v2/http.md, Payment Required Signaling.
 */

/** Names of the headers, as the text writes them; HTTP compares them without case. */
export const HEADERS = {
  paymentRequired: "PAYMENT-REQUIRED",
  paymentSignature: "PAYMENT-SIGNATURE",
  paymentResponse: "PAYMENT-RESPONSE",
  signInWithX: "SIGN-IN-WITH-X",
} as const;

/** What is wrong with a header value, worst first found. */
export type HeaderDefect = "empty" | "not-base64" | "url-safe-alphabet" | "unpadded" | "whitespace" | "not-utf8" | "not-json";

/** What a header value says, or what is wrong with it. */
export type DecodedHeader =
  | { readonly ok: true; readonly value: unknown; readonly json: string }
  | { readonly ok: false; readonly defect: HeaderDefect; readonly message: string; /** What a lenient reader would have got, to tell the defect from its consequences. */ readonly lenient?: unknown };

/**
 * Encodes a message for a header.
 *
 * @param value what JSON has a form for; amounts are decimal strings, since JSON has none for a bigint
 * @returns standard base64 with padding, of UTF-8 JSON
 * @throws TypeError when the value has a bigint or a circle in it
 */
export function encodeHeader(value: unknown): string {
  return Buffer.from(JSON.stringify(value), "utf8").toString("base64");
}

const STANDARD = /^[A-Za-z0-9+/]+={0,2}$/;

/** Decodes strictly; tells url-safe, unpadded and wrapped values from garbage. */
export function decodeHeader(text: string): DecodedHeader {
  if (text === "") return { ok: false, defect: "empty", message: DEFECTS.empty };
  const compact = text.replace(/\s+/g, "");
  if (!STANDARD.test(text) || text.length % 4 !== 0) {
    const standard = compact.replaceAll("-", "+").replaceAll("_", "/");
    const raw = /^\s*[[{]/.test(text);
    const defect: HeaderDefect = raw ? "not-base64" : compact !== text ? "whitespace" : standard !== compact ? "url-safe-alphabet" : STANDARD.test(compact) && compact.length % 4 !== 1 && !compact.includes("=") ? "unpadded" : "not-base64";
    const lenient = parse(defect === "not-base64" ? Buffer.from(text, "utf8") : Buffer.from(standard, "base64"));
    return { ok: false, defect, message: DEFECTS[defect], ...("value" in lenient ? { lenient: lenient.value } : {}) };
  }
  const parsed = parse(Buffer.from(text, "base64"));
  if ("defect" in parsed) return { ok: false, defect: parsed.defect, message: DEFECTS[parsed.defect] };
  return { ok: true, ...parsed };
}

const DEFECTS: Readonly<Record<HeaderDefect, string>> = {
  empty: "the header value is empty",
  "not-base64": "the header value is not base64",
  "url-safe-alphabet": "the header value uses the URL-safe base64 alphabet instead of the standard one",
  unpadded: "the header value lacks base64 padding",
  whitespace: "the header value contains white space",
  "not-utf8": "the decoded header is not UTF-8",
  "not-json": "the decoded header is not JSON",
};

function parse(bytes: Uint8Array): { value: unknown; json: string } | { defect: "not-utf8" | "not-json" } {
  let json: string;
  try {
    json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { defect: "not-utf8" };
  }
  try {
    return { value: JSON.parse(json) as unknown, json };
  } catch {
    return { defect: "not-json" };
  }
}
