import { defineVectors } from "../../generate/define.ts";
import { pickFlags } from "./_flags.ts";
import { DIGEST_FLAGS, permitDigestGroups } from "./_permit2-digests.ts";

export const vectors = defineVectors({
  operation: "permit2.exact.digest",
  description: "Domain separator and digest of what the payer signs for exact by Permit2.",
  requirements: ["permit2.domain", "permit2.witness-type", "permit2.strings", "permit2.nonce-decimal"],
  flags: pickFlags(...DIGEST_FLAGS),
  groups: ({ seeded }) => permitDigestGroups(seeded, "exact"),
});
