import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => /^(mcp-|a2a-|bazaar-|discovery-)/.test(name));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "Carriers of MCP and A2A, and the discovery API.",
  requirements: [],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
