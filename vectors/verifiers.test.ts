import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judgeAnswers, questionsOf } from "./judge.ts";
import type { Answer } from "./judge.ts";
import { loadVectorFiles } from "./load.ts";
import { loadOperations } from "./operation.ts";
import type { Verifier } from "./verifiers/verifier.ts";

const FOLDER = new URL("./verifiers/", import.meta.url);
const implementations = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
/** Operation by operation, the implementations that answer it. */
const answerers = new Map<string, string[]>();
for (const implementation of implementations) {
  for (const file of readdirSync(new URL(`${implementation}/`, FOLDER))) {
    if (!file.endsWith(".ts") || file.startsWith("_")) continue;
    const operation = file.slice(0, -".ts".length);
    answerers.set(operation, [...(answerers.get(operation) ?? []), implementation]);
  }
}
const operations = loadOperations();

describe.each([...operations.values()])("$operation", ({ operation, cryptographic }) => {
  const files = loadVectorFiles().filter((file) => file.operation === operation);

  it(cryptographic ? "has two independent verifiers" : "has an independent verifier", () => {
    expect(answerers.get(operation)?.length ?? 0).toBeGreaterThanOrEqual(cryptographic ? 2 : 1);
  });

  it.each(answerers.get(operation) ?? [])("is answered right by %s", async (implementation) => {
    const { verifier } = (await import(new URL(`${implementation}/${operation}.ts`, FOLDER).href)) as { verifier: Verifier };
    for (const file of files) {
      const answers = new Map<string, Answer>();
      for (const { id, shared, input } of questionsOf(file)) answers.set(id, { id, ...(await verifier({ shared, input })) });
      const wrong = judgeAnswers({ file, operation: operations.get(operation) ?? fail(operation), answers }).filter(({ verdict }) => verdict !== "pass" && verdict !== "open");
      expect(wrong.map(({ test, verdict, message }) => `${test.id}: ${verdict} ${message ?? ""}`)).toEqual([]);
    }
  });
});

function fail(operation: string): never {
  throw new Error(`no operation ${operation}`);
}
