import { readJson } from "../../spec/json-schema.ts";
import { loadRequirements } from "../../spec/requirements.ts";
import { createLinter, loadOperations, loadVectorFiles, vectorsFolder } from "../../vectors/index.ts";

/** Reads every vector file and holds it to the format's schema and rules; compiling those is part of the time. */
export function measureVectorValidation(): { readonly milliseconds: number; readonly vectors: number; readonly files: number } {
  const began = performance.now();
  const files = loadVectorFiles();
  const lint = createLinter({
    schema: readJson(new URL("vectors.schema.json", vectorsFolder)) as object,
    operations: loadOperations(),
    requirements: new Set(loadRequirements().map(({ id }) => id)),
    retired: new Set(readJson(new URL("retired-ids.json", vectorsFolder)) as string[]),
  });
  const problems = files.flatMap(lint);
  if (problems.length > 0) throw new Error(`vectors break the rules of their format: ${problems.slice(0, 3).join("; ")}`);
  return { milliseconds: performance.now() - began, vectors: files.reduce((sum, file) => sum + file.numberOfTests, 0), files: files.length };
}
