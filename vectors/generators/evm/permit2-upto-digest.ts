import { defineVectors } from "../../generate/define.ts";
import { pickFlags } from "./_flags.ts";
import { DIGEST_FLAGS, permitDigestGroups } from "./_permit2-digests.ts";

export const vectors = defineVectors({
  operation: "permit2.upto.digest",
  description: "Domain separator and digest of what the payer signs for upto by Permit2.",
  requirements: ["upto.evm.domain", "upto.evm.witness-type", "upto.evm.strings", "upto.evm.nonce-format", "upto.evm.nonce-decimal"],
  flags: pickFlags(...DIGEST_FLAGS),
  groups: ({ seeded }) => permitDigestGroups(seeded, "upto"),
});
