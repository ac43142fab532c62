import { p256 } from "@noble/curves/nist";
import { createHash } from "node:crypto";
import type { Seeded } from "../../generate/seeded.ts";
import { keyOf } from "../svm/_keys.ts";

/** A paying agent's request and its signature, with every part open to a mistake. */

export type Field = { readonly name: string; readonly value: string };
export type Request = { readonly method: string; readonly url: string; readonly headers: readonly Field[] };

export type AgentKey = { readonly jwk: Readonly<Record<string, string>>; readonly thumbprint: string; readonly bytes: Uint8Array; readonly sign: (data: Uint8Array) => Uint8Array };

const base64url = (data: Uint8Array): string => Buffer.from(data).toString("base64url");
/** RFC 7638: the required members of the key in the order of their names. */
const thumbprint = (jwk: Readonly<Record<string, string>>): string => createHash("sha256").update(JSON.stringify(Object.fromEntries(Object.entries(jwk).toSorted(([left], [right]) => (left < right ? -1 : 1))))).digest("base64url");

export const ed25519Key = (seeded: Seeded, label: string): AgentKey => {
  const key = keyOf(seeded.bytes(`ed25519 ${label}`, 32));
  const jwk = { crv: "Ed25519", kty: "OKP", x: base64url(key.bytes) };
  return { jwk, thumbprint: thumbprint(jwk), bytes: key.bytes, sign: key.sign };
};

export const p256Key = (seeded: Seeded, label: string): AgentKey => {
  const secret = seeded.bytes(`p256 ${label}`, 32);
  const point = p256.getPublicKey(secret, false);
  const jwk = { crv: "P-256", kty: "EC", x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) };
  return { jwk, thumbprint: thumbprint(jwk), bytes: point, sign: (data) => p256.sign(createHash("sha256").update(data).digest(), secret).toCompactRawBytes() };
};

export const NOW = 1790000010;
export const URL_PAID = "https://shop.test/weather?city=Bern";
export const PAYMENT = Buffer.from(JSON.stringify({ x402Version: 2, payload: { amount: "5", asset: "USD" }, accepted: { scheme: "batch-settlement", network: "cloudflare:402", amount: "5", asset: "USD", payTo: "merchant", maxTimeoutSeconds: 30 } })).toString("base64");

/** Components and their values in order; what a signature is over. */
export type Covered = readonly (readonly [component: string, value: string])[];

export const COVERED: Covered = [
  ["@authority", "shop.test"],
  ["signature-agent", "agent.test"],
  ["payment-signature", PAYMENT],
];

export type Making = {
  readonly covered?: Covered;
  /** Parameters as they are serialized, without those set to undefined. */
  readonly parameters?: Readonly<Record<string, string | number | undefined>>;
  readonly sign?: (data: Uint8Array) => Uint8Array;
  /** Edits the base before it is signed. */
  readonly base?: (right: string) => string;
  readonly label?: string;
};

const serialized = (parameters: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(parameters).map(([name, value]) => (value === undefined ? "" : `;${name}=${typeof value === "number" ? value : JSON.stringify(value)}`)).join("");

/** The two headers of a signature. */
export const signatureOf = (key: AgentKey, making: Making = {}): { readonly input: string; readonly signature: string } => {
  const { covered = COVERED, sign = key.sign, base = (right) => right, label = "sig" } = making;
  const parameters = serialized({ created: NOW - 10, expires: NOW + 50, keyid: key.thumbprint, tag: "web-bot-auth", ...making.parameters });
  const list = `(${covered.map(([name]) => `"${name}"`).join(" ")})${parameters}`;
  const text = base([...covered.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${list}`].join("\n"));
  return { input: `${label}=${list}`, signature: `${label}=:${Buffer.from(sign(new TextEncoder().encode(text))).toString("base64")}:` };
};

/** The paid request with a signature's headers. */
export const requestWith = (signed: { input?: string; signature?: string }, edit: { url?: string; host?: string; agent?: string; payment?: string } = {}): Request => {
  const { url = URL_PAID, host = "shop.test", agent = "agent.test", payment = PAYMENT } = edit;
  const headers = [
    { name: "Host", value: host },
    { name: "Signature-Agent", value: agent },
    { name: "PAYMENT-SIGNATURE", value: payment },
    ...(signed.input === undefined ? [] : [{ name: "Signature-Input", value: signed.input }]),
    ...(signed.signature === undefined ? [] : [{ name: "Signature", value: signed.signature }]),
  ];
  return { method: "GET", url, headers };
};
