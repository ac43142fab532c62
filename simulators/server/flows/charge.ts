import { fieldValues } from "../../transports/http/http-fetch.ts";
import type { ServerResponse } from "../messages.ts";

/** What a handler asks for its answer: a header of its own, which is not the client's to see. */
export const CHARGE_HEADER = "X402-Charge";

/**
 * Atomic units to take for an answer, at most the price. A handler that says nothing takes the price, and so does one whose
 * header cannot be read: what was produced is not given away over a slip in a header, and the client agreed to the price.
 *
 * @returns `undefined` where the answer costs nothing
 */
export function chargeOf(options: { response: ServerResponse; price: bigint }): bigint | undefined {
  const asked = askedCharge(options.response) ?? options.price;
  const charge = asked < options.price ? asked : options.price;
  return charge === 0n ? undefined : charge;
}

/** @returns `undefined` where there is none, or more than one, or it is no decimal number of atomic units */
export function askedCharge(response: ServerResponse): bigint | undefined {
  const [value, second] = fieldValues({ headers: response.headers, name: CHARGE_HEADER });
  return value !== undefined && second === undefined && /^[0-9]{1,78}$/.test(value) ? BigInt(value) : undefined;
}

/** The answer as the client may see it. */
export function withoutCharge(response: ServerResponse): ServerResponse {
  return { ...response, headers: response.headers.filter(([name]) => name.toLowerCase() !== CHARGE_HEADER.toLowerCase()) };
}
