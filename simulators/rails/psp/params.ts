import { isObject, type JsonObject } from "../../json.ts";
import { currencyOf } from "../ledger/currency.ts";
import { badParameter, type PspError } from "./psp-error.ts";

/** Readers of parameters that anybody may send. Each takes what was sent, `undefined` where nothing was, or throws a {@link PspError}. */
export type Reader<Value> = (value: unknown, name: string) => Value;

export type Shape = Readonly<Record<string, Reader<unknown>>>;
export type Read<Of extends Shape> = { readonly [Name in keyof Of]: ReturnType<Of[Name]> };

/** Reads the parameters of a request. One that is not listed is refused, not overlooked. */
export function readParams<Of extends Shape>(given: JsonObject, shape: Of): Read<Of> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(shape, name)) throw badParameter({ name: name.slice(0, 64), code: "parameter_unknown", message: `This call takes no parameter ${JSON.stringify(name.slice(0, 64))}. It takes: ${Object.keys(shape).join(", ") || "none"}.` });
  }
  return Object.fromEntries(Object.entries(shape).map(([name, reader]) => [name, reader(given[name], name)])) as Read<Of>;
}

export const optional =
  <Value>(reader: Reader<Value>): Reader<Value | undefined> =>
  (value, name) =>
    value === undefined || value === null ? undefined : reader(value, name);

/** @param options.pattern anchored */
export const text =
  (options: { max?: number; pattern?: RegExp } = {}): Reader<string> =>
  (value, name) => {
    const { max = 255, pattern } = options;
    if (value === undefined) throw missing(name);
    if (typeof value !== "string" || value.length === 0 || value.length > max) throw badParameter({ name, message: `${name} is a text of 1 to ${max} characters.` });
    if (pattern !== undefined && !pattern.test(value)) throw badParameter({ name, message: `${name} has to match ${pattern.source}.` });
    return value;
  };

export const oneOf =
  <const Choices extends readonly string[]>(...choices: Choices): Reader<Choices[number]> =>
  (value, name) => {
    if (value === undefined) throw missing(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw badParameter({ name, message: `${name} is one of: ${choices.join(", ")}.` });
    return found;
  };

export const flag: Reader<boolean> = (value, name) => {
  if (typeof value !== "boolean") throw badParameter({ name, message: `${name} is true or false.` });
  return value;
};

/** Minor units, as a whole number. Its greatest value has 12 digits, so that no amount can be taken for a card number. */
export const MAX_AMOUNT = 999_999_999_999;

export const amount: Reader<bigint> = (value, name) => {
  if (value === undefined) throw missing(name);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1 || value > MAX_AMOUNT) {
    throw badParameter({ name, code: "amount_invalid", message: `${name} is a whole number of the currency's minor units from 1 to ${MAX_AMOUNT}.` });
  }
  return BigInt(value);
};

export const currency: Reader<string> = (value, name) => {
  if (value === undefined) throw missing(name);
  if (typeof value !== "string" || currencyOf(value) === undefined) throw badParameter({ name, code: "currency_invalid", message: `${name} is the alphabetic code of a currency of ISO 4217, in capitals.` });
  return value;
};

/** Seconds since the Unix epoch. */
export const timestamp: Reader<number> = (value, name) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > 9_999_999_999) throw badParameter({ name, message: `${name} is a number of seconds since the Unix epoch.` });
  return value * 1_000;
};

/** Up to 50 texts by name. */
export const metadata: Reader<Readonly<Record<string, string>>> = (value, name) => {
  if (!isObject(value)) throw badParameter({ name, message: `${name} is an object whose values are texts.` });
  const entries = Object.entries(value);
  if (entries.length > 50) throw badParameter({ name, message: `${name} has at most 50 members.` });
  return Object.fromEntries(entries.map(([key, member]) => [text({ max: 40 })(key, `${name} key`), text({ max: 500 })(member, `${name}[${key.slice(0, 40)}]`)]));
};

export const object: Reader<JsonObject> = (value, name) => {
  if (!isObject(value)) throw badParameter({ name, message: `${name} is an object.` });
  return value;
};

export const listOf =
  <Value>(reader: Reader<Value>): Reader<readonly Value[]> =>
  (value, name) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > 50) throw badParameter({ name, message: `${name} is a list of 1 to 50 items.` });
    return value.map((item: unknown, index) => reader(item, `${name}[${index}]`));
  };

function missing(name: string): PspError {
  return badParameter({ name, code: "parameter_missing", message: `${name} is missing.` });
}
