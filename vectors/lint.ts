import { createAjv, describeError } from "../spec/json-schema.ts";
import { sameJson, valueAt, withValueAt } from "./json-pointer.ts";
import type { Operation } from "./operation.ts";
import type { VectorFile, VectorGroup, VectorTest } from "./vector-file.ts";

/** Judges a vector file against the rules its schema cannot say. */
export type Linter = (file: VectorFile) => readonly string[];

/**
 * Makes a linter.
 *
 * @param options.schema `vectors.schema.json`
 * @param options.operations every operation, by name
 * @param options.requirements ids of the catalogue's rows
 * @param options.retired ids of vectors taken out, which must not come back
 * @returns a function that lists what is wrong with a file, one sentence each
 */
export const createLinter = (options: { schema: object; operations: ReadonlyMap<string, Operation>; requirements: ReadonlySet<string>; retired: ReadonlySet<string> }): Linter => {
  const ajv = createAjv();
  const isFile = ajv.compile(options.schema);
  const validators = new Map([...options.operations.values()].map((operation) => [operation.operation, { shared: ajv.compile(operation.shared), input: ajv.compile(operation.input), output: operation.output === undefined ? undefined : ajv.compile(operation.output) }]));

  return (file) => {
    if (!isFile(file)) return (isFile.errors ?? []).map(describeError).map(({ path, message }) => `${path} ${message}`);
    const validator = validators.get(file.operation);
    if (validator === undefined) return [`operation ${file.operation}: expected one of vectors/operations`];
    const problems: string[] = [];
    const tests = file.groups.flatMap((group) => group.tests);
    problems.push(...repeated(tests.map(({ id }) => id)).map((id) => `id ${id}: expected it once`));
    problems.push(...repeated(file.groups.map(({ name }) => name)).map((name) => `group ${name}: expected its name once`));
    problems.push(...file.requirements.filter((id) => !options.requirements.has(id)).map((id) => `requirement ${id}: expected a row of the catalogue`));
    const used = new Set(tests.flatMap(({ flags }) => flags));
    problems.push(...Object.keys(file.flags).filter((flag) => !used.has(flag)).map((flag) => `flag ${flag}: no vector carries it`));
    if (tests.length !== file.numberOfTests) problems.push(`numberOfTests is ${file.numberOfTests}: expected ${tests.length}`);
    for (const group of file.groups) {
      if (!validator.shared(group.shared)) problems.push(`group ${group.name}: shared ${ajv.errorsText(validator.shared.errors)}`);
      problems.push(...sameQuestion(group));
      for (const test of group.tests) {
        const say = (problem: string): number => problems.push(`${test.id}: ${problem}`);
        if (!test.id.startsWith(`${file.area}/${file.name}/`)) say("expected the file's area and name at the id's start");
        if (options.retired.has(test.id)) say("this id was retired: choose another");
        for (const flag of test.flags) if (!Object.hasOwn(file.flags, flag)) say(`flag ${flag} is not described in the file's head`);
        if (!validator.input(test.input)) say(`input ${ajv.errorsText(validator.input.errors)}`);
        if (test.result === "valid" && validator.output !== undefined && !validator.output(test.output)) say(`output ${ajv.errorsText(validator.output.errors)}`);
        if (test.output !== undefined && validator.output === undefined) say(`expected no output: ${file.operation} yields none`);
        problems.push(...pairProblems({ test, group }).map((problem) => `${test.id}: ${problem}`));
      }
    }
    return problems;
  };
};

/** A pair differs in exactly the place it names, and its other half is a valid vector of the same group. */
const pairProblems = ({ test, group }: { test: VectorTest; group: VectorGroup }): string[] => {
  const { pair } = test;
  if (pair === undefined) return [];
  const other = group.tests.find(({ id }) => id === pair.of);
  if (other === undefined) return [`pair.of ${pair.of}: expected a vector of the same group`];
  if (other.result !== "valid") return [`pair.of ${pair.of} is ${other.result}: expected a valid vector`];
  if (sameJson(valueAt(test.input, pair.path), valueAt(other.input, pair.path))) return [`does not differ from ${pair.of} at ${pair.path}`];
  const undone = withValueAt(test.input, pair.path, undefined);
  const without = valueAt(other.input, pair.path) === undefined ? other.input : withValueAt(other.input, pair.path, undefined);
  const comparable = valueAt(test.input, pair.path) === undefined ? test.input : undone;
  return sameJson(comparable, without) ? [] : [`differs from ${pair.of} in more places than ${pair.path}`];
};

/** The same question twice in a group is waste, and twice with different answers a contradiction. */
const sameQuestion = (group: VectorGroup): string[] => {
  const seen = new Map<string, string>();
  return group.tests.flatMap(({ id, input }) => {
    const key = JSON.stringify(input);
    const earlier = seen.get(key);
    seen.set(key, id);
    return earlier === undefined ? [] : [`${id}: asks what ${earlier} asks`];
  });
};

const repeated = (values: readonly string[]): string[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
