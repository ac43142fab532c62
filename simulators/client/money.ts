import { loadFiatCurrencies } from "../../spec/registry-fiat.ts";

/** Decimal places between the unit people know and the one offers count in, by ISO 4217 code. */
const EXPONENTS: ReadonlyMap<string, number> = new Map(loadFiatCurrencies().map(({ code, exponent }) => [code, exponent]));

/** Whether an asset is a currency, and so the same money on every network. */
export function isCurrency(asset: string): boolean {
  return EXPONENTS.has(asset);
}

/**
 * An amount as people write it, in the minor units that offers count in.
 *
 * @example minorUnits({ amount: "12.50", currency: "EUR" }) // 1250n
 * @example minorUnits({ amount: "500", currency: "JPY" }) // 500n
 * @example minorUnits({ amount: "1.250", currency: "KWD" }) // 1250n
 * @throws RangeError when the currency is unknown, or the amount has more decimal places than it
 */
export function minorUnits(options: { amount: string; currency: string }): bigint {
  const { amount, currency } = options;
  const exponent = EXPONENTS.get(currency);
  if (exponent === undefined) throw new RangeError(`${JSON.stringify(currency)} is no currency of ISO 4217: give its three capital letters`);
  const [, whole, fraction = ""] = /^(\d{1,30})(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined || fraction.length > exponent) throw new RangeError(`${JSON.stringify(amount)} is no amount of ${currency}, which has ${exponent} decimal places`);
  return BigInt(`${whole}${fraction.padEnd(exponent, "0")}`);
}
