import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `siwx.challenge.judge`: the site that was asked is the only one that may be named. */
export const verifier: Verifier = ({ input }) => {
  const info = input["info"] as Readonly<Record<string, unknown>>;
  const asked = new URL(String(input["url"]));
  if (info["domain"] !== asked.host) return refused("another domain");
  const uri = URL.parse(String(info["uri"]));
  return uri?.origin === asked.origin ? accepted() : refused("another origin");
};
