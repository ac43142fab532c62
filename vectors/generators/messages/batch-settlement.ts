import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => name.startsWith("batch-settlement-"));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "What batch-settlement puts into payload, extra and replies.",
  requirements: [],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
