import type { CaseRecord, CheckInfo, RecordedEvent, RequirementInfo, Results, Verdict } from "../results.ts";

// Results come from a file: a map may lack a row, and a name may be "constructor".

/** The row a verdict judges; made up from the verdict when the file lacks it. */
export function requirementOf(options: { results: Results; verdict: Verdict }): RequirementInfo {
  const { results, verdict } = options;
  const { requirement: id, role, area, level, basis } = verdict;
  return own(results.requirements, id) ?? { id, role, area, level, basis, clause: "", statement: id };
}

export function checkOf(options: { results: Results; verdict: Verdict }): CheckInfo {
  const { results, verdict } = options;
  return own(results.checks, verdict.check) ?? { id: verdict.check, requirement: verdict.requirement, title: requirementOf(options).statement, killedBy: [] };
}

/** The recorded cases behind a verdict, those that gave it first. */
export function casesOf(options: { results: Results; verdict: Verdict }): readonly { readonly key: string; readonly record: CaseRecord; readonly at: readonly number[] }[] {
  const { results, verdict } = options;
  return verdict.cases
    .toSorted((left, right) => Number(right.verdict === verdict.verdict) - Number(left.verdict === verdict.verdict))
    .flatMap((one) => {
      const key = `${verdict.target}/${one.case}`;
      const record = own(results.cases, key);
      return record === undefined ? [] : [{ key, record, at: one.at }];
    });
}

/** Where in the recordings a verdict comes from, one line per place. */
export function placesOf(options: { results: Results; verdict: Verdict }): readonly string[] {
  const { results, verdict } = options;
  return verdict.cases
    .filter((one) => one.verdict === verdict.verdict)
    .map((one) => {
      const events = own(results.cases, `${verdict.target}/${one.case}`)?.events ?? [];
      const at = one.at.map((seq) => describeEvent({ seq, event: events.find((event) => event.seq === seq) }));
      return at.length === 0 ? `case ${one.case}` : `case ${one.case}, ${at.join(", ")}`;
    });
}

function describeEvent(options: { seq: number; event: RecordedEvent | undefined }): string {
  const { seq, event } = options;
  if (event === undefined) return `event #${seq}`;
  return event.from === event.to ? `event #${seq} (${event.from}: ${event.title})` : `event #${seq} (${event.from} to ${event.to}: ${event.title})`;
}

function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
