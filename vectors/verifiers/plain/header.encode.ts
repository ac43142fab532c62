import { accepted } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `header.encode` with the Web's own functions. */
export const verifier: Verifier = ({ input }) => {
  const bytes = new TextEncoder().encode(JSON.stringify(input["message"]));
  return accepted({ header: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) });
};
