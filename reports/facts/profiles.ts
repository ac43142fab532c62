import type { ProfileInfo, Results, Verdict } from "../results.ts";
import { requirementOf } from "./lookup.ts";
import { methodsNamed } from "./methods.ts";
import { incompleteReasons, isUnsettled, verdictsOf } from "./outcome.ts";
import { counted } from "./state.ts";
import { tally } from "./tally.ts";

/**
 * Whether a profile that has a verdict's row counts the verdict: what rests on proposed payment methods alone counts
 * only where these methods are what the profile is a draft of.
 */
export function countsToward(options: { profile: Pick<ProfileInfo, "draft" | "areas">; verdict: Pick<Verdict, "standing" | "restsOn"> }): boolean {
  const { profile, verdict } = options;
  return verdict.standing === undefined || (profile.draft === true && (verdict.restsOn ?? []).every((method) => profile.areas.includes(method)));
}

/** One sentence for each profile the run was asked for: what came of it, by itself. */
export function profileNotes(options: { results: Results; target: string }): readonly string[] {
  const { results } = options;
  return (results.header.profiles ?? []).flatMap((profile) => {
    const rows = verdictsOf(options).filter((verdict) => requirementOf({ results, verdict }).profiles?.includes(profile.name) === true);
    // A draft's own rows weigh where it was asked for beside this profile, and not in this one.
    const own = rows.filter((verdict) => countsToward({ profile, verdict }) && (profile.draft === true || verdict.basis !== "draft"));
    const binding = own.filter(({ weight, verdict }) => weight === "red" && (verdict === "pass" || verdict === "fail"));
    const passed = binding.filter(({ verdict }) => verdict === "pass").length;
    const left = rows.filter((verdict) => !countsToward({ profile, verdict }) && verdict.verdict !== "notApplicable");
    const failures = tally(own).fail;
    const isOpen = own.some(isUnsettled) || left.length > 0 || reasonsFor({ ...options, profile: profile.name }).length > 0;
    const of = `${passed} of ${binding.length} judged MUST/IMPLIED`;
    const outcome =
      failures > 0 ? `${counted({ state: "fail", count: failures })}, ${of} passed`
      : binding.length === 0 ? "nothing that binds the target was judged toward it"
      : isOpen ? `undecided, ${of} passed`
      : passed < binding.length ? `known failures only, ${of} passed`
      : `conforms, ${of}`;
    if (rows.length === 0) return [];
    const rest = left.length === 0 ? "" : `; ${left.length} ${left.length === 1 ? "verdict rests" : "verdicts rest"} on ${methodsNamed({ ...options, ids: left.flatMap(({ restsOn }) => restsOn ?? []) })} alone and ${left.length === 1 ? "does" : "do"} not count toward it`;
    return [`Profile ${profile.name}: ${outcome}${rest}.`];
  });
}

/** Why a target's part of the run is incomplete, without what concerns another profile only. */
function reasonsFor(options: { results: Results; target: string; profile: string }): readonly string[] {
  const others = (options.results.header.profiles ?? []).map(({ name }) => name).filter((name) => name !== options.profile);
  return incompleteReasons(options).filter((reason) => !others.some((name) => reason.replace(`${options.target}: `, "").startsWith(`profile ${name}: `)));
}
