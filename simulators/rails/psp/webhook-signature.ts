import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signatures of webhooks: the header `Psp-Signature: t=<seconds>,v1=<hex>`, where v1 is HMAC-SHA-256 with the endpoint's
 * secret over `<seconds>.<body>`. A header may hold several v1.
 */
export const SIGNATURE_HEADER = "psp-signature";

/** @param options.at milliseconds since the Unix epoch */
export function signWebhook(options: { body: string; secret: string; at: number }): string {
  const timestamp = Math.floor(options.at / 1_000);
  return `t=${timestamp},v1=${digest({ ...options, timestamp })}`;
}

export type WebhookVerdict = "valid" | "malformed" | "forged" | "stale";

/**
 * Judges a webhook as its receiver has to.
 *
 * @param options.body the bytes as they came, decoded
 * @param options.at milliseconds since the Unix epoch
 * @param options.tolerance seconds a signature may be old, or ahead. Default 300
 */
export function verifyWebhook(options: { body: string; header: string | null | undefined; secret: string; at: number; tolerance?: number }): WebhookVerdict {
  const fields = (options.header ?? "").slice(0, 1_024).split(",").map((field) => field.split("=", 2));
  const [, stamp = ""] = fields.find(([name]) => name === "t") ?? [];
  const signatures = fields.filter(([name]) => name === "v1").map(([, value = ""]) => value);
  if (!/^\d{1,12}$/.test(stamp) || signatures.length === 0) return "malformed";
  const expected = Buffer.from(digest({ ...options, timestamp: Number(stamp) }), "hex");
  const matches = signatures.some((signature) => /^[0-9a-f]{64}$/.test(signature) && timingSafeEqual(Buffer.from(signature, "hex"), expected));
  if (!matches) return "forged";
  return Math.abs(options.at / 1_000 - Number(stamp)) > (options.tolerance ?? 300) ? "stale" : "valid";
}

function digest(options: { body: string; secret: string; timestamp: number }): string {
  return createHmac("sha256", options.secret).update(`${options.timestamp}.${options.body}`).digest("hex");
}
