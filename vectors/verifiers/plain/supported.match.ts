import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Kind = { readonly x402Version?: unknown; readonly scheme?: unknown; readonly network?: unknown };

/** Answers `supported.match`: a kind counts when version, scheme and network are the very values. */
export const verifier: Verifier = ({ input }) => {
  const { kinds } = input["supported"] as { kinds?: readonly Kind[] };
  const { scheme, network } = input["requirements"] as Kind;
  for (const kind of kinds ?? []) {
    if (kind.x402Version === 2 && kind.scheme !== undefined && kind.scheme === scheme && kind.network !== undefined && kind.network === network) return accepted();
  }
  return refused("not among the kinds");
};
