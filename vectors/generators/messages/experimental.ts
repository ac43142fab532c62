import { defineVectors } from "../../generate/define.ts";
import { FLAGS } from "./_flags.ts";
import { groupsOfSchemas } from "./_from-schema.ts";
import { usedFlags } from "./_used-flags.ts";

const groups = groupsOfSchemas((name) => /^exact-(ach|sepa)/.test(name));

export const vectors = defineVectors({
  operation: "message.validate",
  description: "Experimental: what exact puts into payload, extra and replies on ach:us and sepa:eu by the texts of this project, spec/experimental. No text of x402 says so.",
  requirements: [],
  flags: usedFlags({ flags: FLAGS, groups }),
  groups: () => groups,
});
