import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => !/^(ext-|mcp-|a2a-|bazaar-|discovery-|exact-|upto-|batch-settlement-|auth-capture-)/.test(name));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "The messages and objects every transport and scheme shares, and the facilitator's API.",
  requirements: ["core.paymentrequired.version", "core.paymentrequired.resource", "core.paymentrequired.accepts", "core.payload.version", "core.payload.accepted", "core.payload.payload-object"],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
