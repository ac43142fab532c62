import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { readCbor } from "./_cbor.ts";

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((entry) => typeof entry === "string");

/** Answers `builder-code.suffix.parse`; refuses what is no map of the members it knows. */
export const verifier: Verifier = ({ input }) => {
  const callData = String(input["callData"]);
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(callData)) return refused("not hex");
  const tail = callData.toLowerCase().slice(2);
  const end = `02${"8021".repeat(8)}`;
  if (!tail.endsWith(end)) return refused("no schema 2 and marker at the end");
  const before = tail.slice(0, -end.length);
  const length = Number.parseInt(before.slice(-4), 16) * 2;
  const rest = before.slice(0, -4);
  if (before.length < 4 || length > rest.length || length === 0) return refused("no such length");
  try {
    const body = readCbor(Uint8Array.from(Buffer.from(rest.slice(rest.length - length), "hex")));
    if (!(body instanceof Map)) return refused("no map");
    const codes: Record<string, unknown> = {};
    for (const [key, value] of body as Map<unknown, unknown>) {
      if ((key === "a" || key === "w") && typeof value === "string") codes[key] = value;
      else if (key === "s" && (typeof value === "string" || isTexts(value))) codes[key] = typeof value === "string" ? [value] : value;
      else return refused(`a member ${String(key)} of another kind`);
    }
    return accepted(codes);
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not CBOR");
  }
};
