import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { siwxText } from "./_siwx-text.ts";

/** Answers `siwx.message.evm` with noble's hashes and a template of its own. */
export const verifier: Verifier = ({ input }) => {
  const { chainId, address } = input;
  if (typeof chainId !== "string" || !chainId.startsWith("eip155:")) return refused("a chain of another namespace");
  const result = siwxText({ members: input["info"] as Record<string, unknown>, chainId, address });
  return result.ok ? accepted({ message: result.text }) : refused(result.note);
};
