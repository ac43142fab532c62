import { isAddress, isHex } from "viem";
import type { Address, Hex } from "viem";
import { accepted, refused } from "../verifier.ts";
import type { VerifierAnswer } from "../verifier.ts";

/** Reading of questions with viem's notion of what an address and a hex string are. */

/** Why a question is answered with invalid. */
export class Refusal extends Error {}

/** Throws a {@link Refusal} with the note unless the condition holds. */
export function check(holds: boolean, note: string): asserts holds {
  if (!holds) throw new Refusal(note);
}

export type Members = Readonly<Record<string, unknown>>;

export const members = (value: unknown): Members => {
  check(typeof value === "object" && value !== null && !Array.isArray(value), "expected an object");
  return value as Members;
};

/** An address, whose checksum counts where its letters are of both cases. */
export const address = (value: unknown): Address => {
  check(typeof value === "string" && isAddress(value), `${String(value)} is no address`);
  return value.toLowerCase() as Address;
};

export const hex = (value: unknown, digits?: number): Hex => {
  check(typeof value === "string" && isHex(value) && value.length % 2 === 0, `${String(value)} is no hex`);
  check(digits === undefined || value.length === 2 + digits, `${value} has ${value.length - 2} digits`);
  return value.toLowerCase() as Hex;
};

const MAX = 2n ** 256n - 1n;

/** A uint256 from decimal digits without a leading zero. */
export const uint = (value: unknown): bigint => {
  check(typeof value === "string" && /^(?:0|[1-9]\d{0,77})$/.test(value), `${String(value)} is no decimal number`);
  const number = BigInt(value);
  check(number <= MAX, `${value} is above the greatest uint256`);
  return number;
};

/** The chain id of a CAIP-2 network of EVM. */
export const chainId = (network: unknown): bigint => {
  const id = typeof network === "string" ? /^eip155:([1-9]\d{0,31})$/.exec(network)?.[1] : undefined;
  check(id !== undefined, `${String(network)} is no EVM network`);
  return BigInt(id);
};

/** Answers valid with what the function returns, and invalid where it throws a {@link Refusal}. */
export const answer = async (judge: () => unknown): Promise<VerifierAnswer> => {
  try {
    return accepted(await judge());
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
};
