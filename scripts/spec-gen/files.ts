import { readFileSync } from "node:fs";
import { loadChecks } from "../../harness/checks/load.ts";
import { digestSpec } from "../../spec/digests.ts";
import { loadRequirements } from "../../spec/requirements.ts";
import { loadSchemas } from "../../spec/schemas.ts";
import { withCounts } from "./counts.ts";
import { messageTypes } from "./message-types.ts";

/** A file that is made of others: its path below the repository, and what has to stand in it. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Every generated file of `spec/`, as it has to be now. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const judged = new Set((await loadChecks()).map(({ requirement }) => requirement));
  const readme = readFileSync(new URL("../../spec/README.md", import.meta.url), "utf8");
  return [
    { path: "spec/message-types.ts", text: messageTypes(loadSchemas()) },
    { path: "spec/README.md", text: withCounts({ readme, requirements: loadRequirements(), judged }) },
    { path: "spec/digests.json", text: `${JSON.stringify({ sha256: digestSpec() }, null, 2)}\n` },
  ];
}
