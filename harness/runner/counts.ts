import { countsToward } from "../../reports/facts/profiles.ts";
import type { MethodInfo, Verdict, Weight } from "../../reports/results.ts";
import type { Profile } from "../../spec/profiles.ts";
import type { CaseResult, PlayedMethod } from "./case-result.ts";

export type ChosenProfile = Pick<Profile, "name" | "title" | "draft" | "areas" | "requirements">;

type Rested = Pick<Verdict, "requirement" | "standing" | "restsOn">;

/** The weight of a verdict in a run: advice, where none of the profiles asked for counts what it rests on. Without profiles, its row's. */
export function weightInRun(options: { weight: Weight; verdict: Rested; profiles: readonly ChosenProfile[] | undefined }): Weight {
  const { weight, verdict, profiles } = options;
  const isCounted = profiles === undefined || verdict.standing === undefined || profiles.some((profile) => profile.requirements.includes(verdict.requirement) && countsToward({ profile, verdict }));
  return isCounted || weight === "information" ? weight : "advice";
}

/**
 * What a profile asks for and a target only showed over a proposed payment method: the profile is not judged there,
 * so the run is incomplete, never green.
 *
 * @returns one sentence per profile that lacks something
 */
export function notCounted(options: { target: string; verdicts: readonly Pick<Verdict, "requirement" | "standing" | "restsOn" | "verdict">[]; profiles: readonly ChosenProfile[]; methods: readonly MethodInfo[] }): readonly string[] {
  return options.profiles.flatMap((profile) => {
    const rows = new Set(profile.requirements);
    const left = options.verdicts.filter((verdict) => rows.has(verdict.requirement) && verdict.verdict !== "notApplicable" && !countsToward({ profile, verdict }));
    if (left.length === 0) return [];
    const ids = new Set(left.flatMap(({ restsOn }) => restsOn ?? []));
    const over = options.methods.filter(({ id }) => ids.has(id)).map(({ network, standing }) => `${network} (${standing})`);
    return [`${options.target}: profile ${profile.name}: ${left.length === 1 ? "1 verdict rests" : `${left.length} verdicts rest`} on ${over.join(" and ")} alone, and ${left.length === 1 ? "does" : "do"} not count toward it`];
  });
}

/** The payment methods that carried a target's cases, in the order they were played. Cases that were not driven are left out. */
export function carriedBy(cases: readonly Pick<CaseResult, "method" | "outcome">[]): readonly MethodInfo[] {
  const counts = new Map<string, { readonly method: PlayedMethod; readonly cases: number }>();
  for (const { method, outcome } of cases) {
    if (method === undefined || outcome.kind === "unsupported" || outcome.kind === "skipped") continue;
    counts.set(method.id, { method, cases: (counts.get(method.id)?.cases ?? 0) + 1 });
  }
  return [...counts.values()].map(({ method: { id, scheme, network, standing }, cases: count }) => ({ id, scheme, network, ...(standing === undefined ? {} : { standing }), cases: count }));
}
