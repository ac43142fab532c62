import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => name.startsWith("ext-"));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "What each extension declares, and what clients and servers add to it.",
  requirements: ["core.ext.entry-shape"],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
