import { type FiatCurrency, loadFiatCurrencies } from "../../../spec/registry-fiat.ts";

// Data of this package, read once: it does not change while the program runs. Funds and units of account are no money.
const CURRENCIES: ReadonlyMap<string, FiatCurrency> = new Map(loadFiatCurrencies().flatMap((currency) => (currency.fund === true ? [] : [[currency.code, currency]])));

/** The currency with this code of ISO 4217, in capitals; `undefined` where it is no country's money. */
export function currencyOf(code: string): FiatCurrency | undefined {
  return CURRENCIES.get(code);
}

/**
 * An amount as people write it.
 *
 * @param options.amount minor units
 * @example formatMoney({ amount: 1_050n, currency: "EUR" }) // "10.50 EUR"
 * @example formatMoney({ amount: 1_050n, currency: "JPY" }) // "1050 JPY"
 */
export function formatMoney(options: { amount: bigint; currency: string }): string {
  const { amount, currency } = options;
  const exponent = currencyOf(currency)?.exponent ?? 0;
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return `${amount < 0n ? "-" : ""}${whole}${exponent === 0 ? "" : `.${digits.slice(-exponent)}`} ${currency}`;
}
