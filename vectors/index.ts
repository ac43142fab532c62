/**
 * Language-neutral test vectors, and what is needed to ask and judge any implementation.
 *
 * @example
 * for (const file of loadVectorFiles()) {
 *   const answers = new Map(questionsOf(file).map((question) => [question.id, myImplementation(question)]));
 *   for (const { test, verdict, message } of judgeAnswers({ file, operation: loadOperations().get(file.operation)!, answers })) console.log(verdict, test.id, message);
 * }
 */
export { digestVectors, loadVectorDigests } from "./digests.ts";
export { loadVectorFile, loadVectorFiles, vectorFileNames } from "./load.ts";
export { judgeAnswers, questionsOf } from "./judge.ts";
export type { Answer, Question, VectorVerdict } from "./judge.ts";
export { createLinter } from "./lint.ts";
export type { Linter } from "./lint.ts";
export { loadOperations } from "./operation.ts";
export type { Operation } from "./operation.ts";
export { VECTORS_SCHEMA } from "./vector-file.ts";
export type { VectorFile, VectorFlag, VectorGroup, VectorPair, VectorResult, VectorTest } from "./vector-file.ts";

/** Folder of vectors, operations and the format's schema, for consumers that read the files themselves. */
export const vectorsFolder: URL = new URL("./", import.meta.url);
