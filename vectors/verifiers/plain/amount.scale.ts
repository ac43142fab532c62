import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const DIGITS = "0123456789";

/** Answers `amount.scale` by moving the point within the text; no number type is involved. */
export const verifier: Verifier = ({ shared, input }) => {
  const decimals = shared["decimals"] as number;
  const price = input["price"] as string;
  const parts = price.split(".");
  const [whole = "", fraction = ""] = parts;
  if (parts.length > 2 || whole === "" || (parts.length === 2 && fraction === "")) return refused("not a decimal number");
  if ([...whole, ...fraction].some((character) => !DIGITS.includes(character))) return refused("not a decimal number");
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  if (/[^0]/.test(fraction.slice(decimals))) return refused("finer than the smallest unit");
  return accepted({ amount: `${whole}${kept}`.replace(/^0+(?=[0-9])/, "") });
};
