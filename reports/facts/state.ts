import type { Verdict, VerdictKind } from "../results.ts";

/**
 * What a reader is shown for a verdict: its kind, with failures told apart by what they mean.
 * `known` is a failure, or something not reached, that the baseline names.
 */
export type State = "fail" | "warning" | "advice" | "known" | "notReached" | "inconclusive" | "harnessError" | "pass" | "unsupported" | "notApplicable";

export interface StateWords {
  readonly state: State;
  readonly label: string;
  /** As in "3 failures, 1 warning". */
  readonly plural: string;
  readonly singular: string;
  readonly meaning: string;
  /** Somebody should look at it. */
  readonly attention: boolean;
}

/** Every state, worst first: the order in which reports list verdicts. */
export const STATES: readonly StateWords[] = [
  { state: "fail", label: "Fail", plural: "failures", singular: "failure", meaning: "The target did something else than a MUST, or a fact the specification states, asks for.", attention: true },
  { state: "harnessError", label: "Harness error", plural: "harness errors", singular: "harness error", meaning: "The suite itself went wrong. Never the target's fault, and never a pass.", attention: true },
  { state: "inconclusive", label: "Inconclusive", plural: "inconclusive", singular: "inconclusive", meaning: "The target claimed an ability it does not have, so nothing it shows can be relied on.", attention: true },
  { state: "notReached", label: "Not reached", plural: "not reached", singular: "not reached", meaning: "The event that would prove anything never came, so nothing was judged.", attention: true },
  { state: "warning", label: "Warning", plural: "warnings", singular: "warning", meaning: "The target did something else than a SHOULD asks for.", attention: true },
  { state: "known", label: "Known", plural: "known failures", singular: "known failure", meaning: "A failure the implementer's baseline names, with a reason. It does not fail the run, and it is not a pass.", attention: true },
  { state: "advice", label: "Advice", plural: "advice", singular: "advice", meaning: "The specification is silent, optional or not final here. This is the suite's recommendation and counts against nobody.", attention: true },
  { state: "pass", label: "Pass", plural: "passes", singular: "pass", meaning: "The target reached the point where it could comply or violate, and complied.", attention: false },
  { state: "unsupported", label: "Unsupported", plural: "unsupported", singular: "unsupported", meaning: "The target's own manifest says that it cannot do this.", attention: false },
  { state: "notApplicable", label: "Not applicable", plural: "not applicable", singular: "not applicable", meaning: "The requirement does not bind in what the target did.", attention: false },
];

/** The state a verdict is shown in. */
export function stateOf(verdict: Pick<Verdict, "verdict" | "weight" | "baseline">): State {
  if (verdict.baseline !== undefined && (verdict.verdict === "fail" || verdict.verdict === "notReached")) return "known";
  if (verdict.verdict !== "fail") return verdict.verdict;
  switch (verdict.weight) {
    case "red":
      return "fail";
    case "warning":
      return "warning";
    case "advice":
    case "information":
      return "advice";
  }
}

export function wordsOf(state: State): StateWords {
  return STATES.find((words) => words.state === state) ?? { state, label: state, plural: state, singular: state, meaning: "", attention: true };
}

/** Plain words for a verdict kind where no weight is at hand, e.g. one case of several. */
export function kindLabel(kind: VerdictKind): string {
  return kind === "fail" ? "Fail" : wordsOf(kind).label;
}

/** Position of a state in {@link STATES}. */
export function rankOf(state: State): number {
  return STATES.findIndex((words) => words.state === state);
}

/** "1 failure", "3 failures". */
export function counted(options: { state: State; count: number }): string {
  const { singular, plural } = wordsOf(options.state);
  return `${options.count} ${options.count === 1 ? singular : plural}`;
}

/** Worst first; verdicts of one state stay in the order they were given. */
export function worstFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.toSorted((left, right) => rankOf(stateOf(left)) - rankOf(stateOf(right)));
}
