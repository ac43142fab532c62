import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `amount.parse` digit by digit; leading zeros are dropped, and no size is refused. */
export const verifier: Verifier = ({ input }) => {
  const { amount } = input;
  if (typeof amount !== "string") return refused("not a string");
  if (amount === "") return refused("empty");
  for (let at = 0; at < amount.length; at += 1) {
    const unit = amount.charCodeAt(at);
    if (unit < 0x30 || unit > 0x39) return refused(`no digit at ${at}`);
  }
  let first = 0;
  while (first < amount.length - 1 && amount[first] === "0") first += 1;
  return accepted({ value: amount.slice(first) });
};
