/** Constants of schemes/batch-settlement/scheme_batch_settlement_cloudflare.md. */
export const SCHEME = "batch-settlement";
export const NETWORK = "cloudflare:402";
/** Nobody's account: the network settles. */
export const PAY_TO = "merchant";
/** Of the network's rules: Network Version. */
export const VERSION = "1.0.0";

/** In the currency's smallest unit, decimal. */
export function isAmount(value: unknown): value is string {
  return typeof value === "string" && /^[0-9]{1,78}$/.test(value);
}

/** An ISO 4217 code by its form. */
export function isCurrencyCode(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z]{3}$/.test(value);
}
