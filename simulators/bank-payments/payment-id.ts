import { createHash } from "node:crypto";
import type { JsonObject } from "../json.ts";

/** How payments are told apart: experimental/bank-payments.md, 5.3 and 6.5. */

export function isPaymentId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{16,128}$/.test(value);
}

/** Bytes in letters alone. Hex and base64 are full of digits, and a run of them may look like a card number, which PSPs turn away. */
export function letters(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replaceAll(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
}

/** A digest in letters. The parts cannot be mistaken for one another. */
export function digest(parts: readonly string[]): string {
  return letters(createHash("sha256").update(JSON.stringify(parts)).digest());
}

/** What a payment is kept under, and what its requests to the PSP carry: the same in each attempt, also after a restart. */
export function paymentKey(options: { network: string; payTo: string; paymentId: string }): string {
  return digest([options.network, options.payTo, options.paymentId]);
}

/** What the client presents (5.1); `undefined` where it is not that. */
export function readPayment(payload: JsonObject): { readonly token: string; readonly paymentId: string } | undefined {
  const { token, paymentId } = payload;
  if (typeof token !== "string" || token === "" || token.length > 512 || !isPaymentId(paymentId) || payload["type"] !== undefined) return undefined;
  return { token, paymentId };
}
