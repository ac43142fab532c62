import type { Verdict } from "../../reports/results.ts";
import { declaredMethods } from "../methods/load.ts";
import type { PaymentMethod } from "../methods/method.ts";

/** Reasons that the sentence tells, the commonest first. */
const SHOWN = 3;

/**
 * Why a target's run is no green one although nothing failed: none of its verdicts is other than `unsupported`, so
 * nothing of it was executed.
 *
 * @param options.methods payment methods that the run plays
 * @param options.part whether the checks are one of several parts of a run. What a part holds is chance: it is then
 *   an error only where no other part can hold more, since the target declares no method.
 * @returns the reasons with their counts and what to change, or `undefined` where something was judged or there was nothing to judge
 */
export function nothingJudged(options: { target: string; verdicts: readonly Verdict[]; methods: readonly PaymentMethod[]; capabilities: Parameters<typeof declaredMethods>[0]["capabilities"]; part: boolean }): string | undefined {
  const { verdicts, methods, capabilities } = options;
  if (verdicts.length === 0 || verdicts.some(({ verdict }) => verdict !== "unsupported")) return undefined;
  const all = `${options.target}: nothing was judged, ${verdicts.length === 1 ? "the one check is" : `all ${verdicts.length} checks are`} unsupported`;
  if (declaredMethods({ methods, capabilities }).length === 0) {
    const declared = `${listed({ one: "scheme", names: capabilities.schemes })} on ${listed({ one: "network", names: capabilities.networks })}`;
    return `${all}: the target declares ${declared}, and this run plays ${methods.map(({ scheme, network }) => `${scheme} on ${network}`).join(", ")}. Declare one of these under "capabilities" of the manifest`;
  }
  if (options.part) return undefined;
  const counts = new Map<string, number>();
  for (const verdict of verdicts) {
    // A verdict on several cases names one of them behind the reason; the case's own words are the reason alone.
    const reason = verdict.cases[0]?.message ?? verdict.message;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].toSorted(([, left], [, right]) => right - left).map(([reason, count]) => `${reason} (${count})`);
  const more = reasons.length > SHOWN ? [`${reasons.length - SHOWN} more reasons`] : [];
  return `${all}: ${[...reasons.slice(0, SHOWN), ...more].join("; ")}. Declare under "capabilities" of the manifest what the target can do, or select checks of what it declares`;
}

function listed(options: { one: string; names: readonly string[] }): string {
  const { one, names } = options;
  return names.length === 0 ? `no ${one}` : `${one}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}
