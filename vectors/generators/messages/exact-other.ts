import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => /^exact-(?!evm|svm|ach|sepa)/.test(name));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "What exact puts into payload and extra on the other networks.",
  requirements: [],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
