import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => /^exact-(evm|svm)/.test(name));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "What exact puts into payload and extra on EVM and Solana.",
  requirements: ["evm.3009.payload-fields", "evm.3009.strings", "evm.3009.types"],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
