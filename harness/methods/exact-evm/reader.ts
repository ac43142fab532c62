import type { Json, PaymentReader } from "../reader.ts";

/** Reads payments of `exact` on EVM: schemes/exact/scheme_exact_evm.md §1 and §2. */

const BROADCAST = /^eth_send(?:Raw)?Transaction/;
/** Hex digits of a nonce that are looked for in a transaction; fewer would be found in any. */
const FEWEST_DIGITS = 8;

export const reader: PaymentReader = {
  takes: ({ scheme, network }) => scheme === "exact" && typeof network === "string" && network.startsWith("eip155:"),
  read({ payload }) {
    const signed = payload["authorization"] ?? payload["permit2Authorization"];
    if (!isObject(signed)) return undefined;
    const { from, to, value, nonce } = signed;
    if (typeof nonce !== "string") return undefined;
    return { key: nonce.toLowerCase(), ...text("payer", from), ...text("recipient", to), ...text("amount", value) };
  },
  isBroadcast: ({ method }) => BROADCAST.test(method),
  carries({ call, reading }) {
    const digits = reading.key.replace(/^0x/, "");
    return digits.length >= FEWEST_DIGITS && (JSON.stringify(call.params) ?? "").toLowerCase().includes(digits);
  },
  transactionIdForm: "0x and 64 hex digits",
  isTransactionId: (id) => /^0x[0-9a-fA-F]{64}$/.test(id),
};

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === "string" ? ({ [name]: value } as Record<Name, string>) : {};
}
