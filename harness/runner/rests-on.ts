import type { Standing, Verdict } from "../../reports/results.ts";
import type { CaseResult } from "./case-result.ts";
import type { CheckOutcome } from "./judge-check.ts";

/**
 * The proposed payment methods that a verdict rests on: those that carried the cases which gave it, where not one of
 * these was carried by a method that is more than a proposal. Nothing rests on what was not driven.
 */
export function restsOn(options: { outcome: Pick<CheckOutcome, "verdict" | "cases">; cases: readonly Pick<CaseResult, "scenario" | "method">[] }): Pick<Verdict, "standing" | "restsOn"> {
  const { outcome, cases } = options;
  if (outcome.verdict === "unsupported") return {};
  const giving = new Set(outcome.cases.filter(({ verdict }) => verdict === outcome.verdict).map((one) => one.case));
  const methods = cases.filter(({ scenario }) => giving.has(scenario)).map(({ method }) => method);
  const standings = new Set<Standing | undefined>(methods.map((method) => method?.standing));
  if (methods.length === 0 || standings.has(undefined)) return {};
  // Where there are both, the verdict is worth no more than the lesser of them.
  return { standing: standings.has("experimental") ? "experimental" : "draft", restsOn: [...new Set(methods.flatMap((method) => method?.id ?? []))].toSorted() };
}
