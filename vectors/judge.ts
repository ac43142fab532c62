import { comparisons } from "./compare.ts";
import type { Operation } from "./operation.ts";
import type { VectorFile, VectorGroup, VectorTest } from "./vector-file.ts";

/** A question as an implementation receives it. */
export type Question = {
  readonly id: string;
  readonly operation: string;
  readonly shared: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
};

/** An implementation's answer to a question. */
export type Answer = {
  readonly id: string;
  readonly result: "valid" | "invalid" | "unsupported";
  readonly output?: unknown;
  /** For people: why. */
  readonly note?: string;
};

/**
 * What became of one vector. `notReached`: a vector that had to be refused was refused, but so was the
 * valid one it differs from in one place, so the refusal shows nothing.
 */
export type VectorVerdict = {
  readonly test: VectorTest;
  readonly verdict: "pass" | "fail" | "open" | "notReached" | "unsupported";
  readonly message?: string;
};

/** The questions of a file, in order. */
export const questionsOf = (file: VectorFile): readonly Question[] =>
  file.groups.flatMap((group) => group.tests.map(({ id, input }) => ({ id, operation: file.operation, shared: group.shared, input })));

/**
 * Judges the answers to one file. An answer that is missing counts as unsupported.
 *
 * @param options.operation the file's operation, which says how outputs are compared
 * @param options.answers by the vector's id
 */
export const judgeAnswers = (options: { file: VectorFile; operation: Operation; answers: ReadonlyMap<string, Answer> }): readonly VectorVerdict[] => {
  const { file, answers, operation } = options;
  const same = comparisons[operation.compare ?? "json"];
  return file.groups.flatMap((group) => group.tests.map((test) => judgeTest({ test, group, answers, same })));
};

type Judged = { readonly test: VectorTest; readonly group: VectorGroup; readonly answers: ReadonlyMap<string, Answer>; readonly same: (expected: unknown, actual: unknown) => boolean };

const judgeTest = ({ test, group, answers, same }: Judged): VectorVerdict => {
  const answer = answers.get(test.id);
  if (answer === undefined || answer.result === "unsupported") return { test, verdict: "unsupported" };
  const said = answer.note === undefined ? "" : ` (${answer.note})`;
  switch (test.result) {
    case "acceptable":
      return { test, verdict: "open", message: answer.result === "valid" ? "accepted" : `refused${said}` };
    case "valid":
      if (answer.result === "invalid") return { test, verdict: "fail", message: `refused${said}: expected it to be accepted` };
      if (test.output !== undefined && !same(test.output, answer.output)) {
        return { test, verdict: "fail", message: `expected ${brief(test.output)}, got ${brief(answer.output)}` };
      }
      return { test, verdict: "pass" };
    case "invalid": {
      if (answer.result === "valid") return { test, verdict: "fail", message: `accepted: ${test.reason ?? "expected a refusal"}` };
      const witness = group.tests.find(({ id }) => id === test.pair?.of);
      const reached = witness !== undefined && judgeTest({ test: witness, group, answers, same }).verdict === "pass";
      return reached ? { test, verdict: "pass" } : { test, verdict: "notReached", message: `refused, and so was its other half ${test.pair?.of ?? ""}` };
    }
  }
};

const BRIEF = 160;
const brief = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= BRIEF ? text : `${text.slice(0, BRIEF)}… (${text.length} characters)`;
};
