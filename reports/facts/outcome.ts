import type { Results, TargetInfo, Verdict } from "../results.ts";
import { onlyOver } from "./methods.ts";
import { counted } from "./state.ts";
import { tally } from "./tally.ts";

/**
 * `conforms`: everything that binds was judged and passed. `fails`: an unexpected failure.
 * `known`: only failures the baseline names. `open`: no failure, but too much was not judged to say
 * more. `nothing`: nothing that binds was judged at all.
 */
export type OutcomeKind = "conforms" | "fails" | "known" | "open" | "nothing";

export interface Outcome {
  readonly kind: OutcomeKind;
  /** e.g. "Conforms: 96 of 96 judged MUST/IMPLIED". */
  readonly headline: string;
  /** What else a reader must know before trusting the headline, one sentence each. */
  readonly notes: readonly string[];
}

/** What a target's verdicts mean, in plain language. A target conforms only if nothing that binds it was left unjudged. */
export function outcomeOf(options: { results: Results; target: string }): Outcome {
  const { results, target } = options;
  const verdicts = verdictsOf(options);
  const count = tally(verdicts);
  const binding = bindingOf(options);
  const passed = binding.filter(({ verdict }) => verdict === "pass").length;
  const unsettled = verdicts.filter(isUnsettled).length;
  const reasons = incompleteReasons(options);
  const summary = Object.hasOwn(results.summary, target) ? results.summary[target] : undefined;
  const notes = [
    ...reasons.map((reason) => `The run is incomplete: ${reason}.`),
    ...(unsettled === 0 ? [] : [`${unsettled} ${unsettled === 1 ? "check that counts was" : "checks that count were"} not settled (${unsettledWords(verdicts)}).`]),
    ...(count.known === 0 ? [] : [`${counted({ state: "known", count: count.known })} from the baseline, never counted as ${count.known === 1 ? "a pass" : "passes"}.`]),
    ...(count.warning === 0 ? [] : [`${counted({ state: "warning", count: count.warning })} on SHOULD.`]),
    ...(count.advice === 0 ? [] : [`${count.advice} piece${count.advice === 1 ? "" : "s"} of advice where the specification is silent or optional.`]),
    ...(count.unsupported === 0 ? [] : [`${count.unsupported} not judged because the target does not declare what they need, or its driver cannot arrange it.`]),
    ...(summary === undefined || summary.staleBaseline.length === 0 ? [] : [`The baseline is stale: ${summary.staleBaseline.join(", ")} ${summary.staleBaseline.length === 1 ? "no longer fails" : "no longer fail"}.`]),
  ];
  const over = onlyOver({ results, target, verdicts: binding });
  const where = over === undefined ? "" : `, ${over}`;
  const known = binding.some(({ verdict, baseline }) => verdict === "fail" && baseline !== undefined) || count.known > 0;
  if (count.fail > 0) return { kind: "fails", headline: `${counted({ state: "fail", count: count.fail })}: ${passed} of ${binding.length} judged MUST/IMPLIED passed${where}`, notes };
  if (binding.length === 0) return { kind: "nothing", headline: "Nothing that binds the target was judged", notes };
  if (unsettled > 0 || reasons.length > 0) return { kind: "open", headline: `Undecided: no failures in ${binding.length} judged MUST/IMPLIED${where}, but not everything was judged`, notes };
  if (known) return { kind: "known", headline: `Known failures only: ${passed} of ${binding.length} judged MUST/IMPLIED passed${where}`, notes };
  return { kind: "conforms", headline: `Conforms: ${passed} of ${binding.length} judged MUST/IMPLIED${where}`, notes };
}

export function verdictsOf(options: { results: Results; target: string }): readonly Verdict[] {
  return options.results.verdicts.filter(({ target }) => target === options.target);
}

/** What says whether a target conforms. */
function bindingOf(options: { results: Results; target: string }): readonly Verdict[] {
  return verdictsOf(options).filter(({ weight, verdict }) => weight === "red" && (verdict === "pass" || verdict === "fail"));
}

/** Why a run, or one target's part of it, is incomplete. Reasons naming another target are left out. */
export function incompleteReasons(options: { results: Results; target?: string }): readonly string[] {
  const { results, target } = options;
  const { header, verdicts } = results;
  const others = target === undefined ? [] : header.targets.map(({ name }) => name).filter((name) => name !== target);
  const reasons = header.incomplete.filter((reason) => !others.some((name) => reason.startsWith(`${name}: `)));
  const own = target === undefined ? undefined : Object.hasOwn(results.summary, target) ? results.summary[target] : undefined;
  const planned = own?.planned ?? header.planned;
  const executed = own === undefined ? header.executed : verdicts.filter((verdict) => verdict.target === target).length;
  return [
    ...reasons.map((reason) => reason.replace(/\.$/, "")),
    ...(planned === executed ? [] : [`${planned} verdicts were planned and ${executed} given`]),
    ...(planned === 0 && target === undefined ? ["nothing was planned, so nothing was judged"] : []),
  ];
}

/** Not judged although it should have been: a green report would claim what nobody saw. */
export function isUnsettled(verdict: Verdict): boolean {
  const { verdict: kind, weight, baseline } = verdict;
  return kind === "inconclusive" || kind === "harnessError" || (kind === "notReached" && baseline === undefined && (weight === "red" || weight === "warning"));
}

function unsettledWords(verdicts: readonly Verdict[]): string {
  const count = tally(verdicts.filter(isUnsettled));
  return (["notReached", "inconclusive", "harnessError"] as const).flatMap((state) => (count[state] === 0 ? [] : [counted({ state, count: count[state] })])).join(", ");
}

const ALONE = { conforms: "conforms", fails: "fails", known: "has only known failures", open: "is undecided" } as const;

/** The whole run in one sentence. It may hold a target's name: escape it. */
export function overall(results: Results): Outcome {
  const { targets } = results.header;
  const outcomes = targets.map(({ name }: TargetInfo) => outcomeOf({ results, target: name }).kind);
  const of = (kind: OutcomeKind): number => outcomes.filter((one) => one === kind).length;
  const parts = [
    ...(of("conforms") === 0 ? [] : [`${of("conforms")} conform${of("conforms") === 1 ? "s" : ""}`]),
    ...(of("fails") === 0 ? [] : [`${of("fails")} fail${of("fails") === 1 ? "s" : ""}`]),
    ...(of("known") === 0 ? [] : [`${of("known")} ${of("known") === 1 ? "has" : "have"} only known failures`]),
    ...(of("open") === 0 ? [] : [`${of("open")} ${of("open") === 1 ? "is" : "are"} undecided`]),
    ...(of("nothing") === 0 ? [] : [`for ${of("nothing")} nothing was judged`]),
  ];
  const kind = (["fails", "nothing", "open", "known", "conforms"] as const).find((one) => of(one) > 0) ?? "nothing";
  const incomplete = incompleteReasons({ results }).length > 0;
  const limits = targets.flatMap(({ name }) => onlyOver({ results, target: name, verdicts: bindingOf({ results, target: name }) }) ?? []);
  const limit = limits.length === 0 ? "" : targets.length === 1 ? ` ${limits[0] ?? ""}` : `; ${limits.length} of them judged over draft or experimental payment methods only`;
  return {
    kind: incomplete && kind !== "fails" ? "open" : kind,
    headline: targets.length === 0 ? "No target was judged" : targets.length === 1 && kind !== "nothing" ? `${targets[0]?.name ?? ""} ${ALONE[kind]}${limit === "" ? "" : `,${limit}`}` : `Of ${targets.length} ${targets.length === 1 ? "target" : "targets"}, ${parts.join(", ")}${limit}`,
    notes: incompleteReasons({ results }),
  };
}
