import type { KillMatrix, Results, ResultsHeader, TargetInfo, TargetSummary, Verdict, VerdictKind } from "./results.ts";
import { sampleCase } from "./sample-case.ts";
import { type SampleRow, sampleRows } from "./sample-rows.ts";

// Test helper: results as a run could leave them, with every kind of verdict and strings meant to hurt.

/** What a malicious target would answer. Every format must show it and none may obey it. */
export const HOSTILE = `<img src=x onerror="document.title='pwned'"></script><script>document.title='pwned'</script> \u001b[31mred\u001b[0m \u0007 \u202etxt.exe \u2028 ]]> | \`code\` **bold** @team "quote" 'single' \ud800 &amp; {{x}}`;

const TARGETS: readonly { name: string; role: string; declared: TargetInfo["declared"]; story: "clean" | "faulty" | "known" | "broken" }[] = [
  { name: "reference-server", role: "server", declared: { name: "x402-conformance reference server", version: "0.1.0" }, story: "clean" },
  { name: "acme-server", role: "server", declared: { name: "acme-x402", version: "2.4.1" }, story: "faulty" },
  { name: "official-client-fetch", role: "client", declared: { name: "@x402/fetch", version: "2.11.0" }, story: "known" },
  { name: "official-facilitator", role: "facilitator", declared: { name: "@x402/core", version: "2.11.0" }, story: "faulty" },
  { name: "half-wired-facilitator", role: "facilitator", declared: null, story: "broken" },
];

/**
 * @param options.checks checks per role, at least 20
 */
export function sampleResults(options: { checks?: number } = {}): Results {
  const perRole = options.checks ?? 24;
  const rows = { server: sampleRows({ role: "server", count: perRole }), client: sampleRows({ role: "client", count: perRole }), facilitator: sampleRows({ role: "facilitator", count: perRole }) };
  const rowsOf = (role: string): readonly SampleRow[] => rows[role as keyof typeof rows];
  const verdicts = TARGETS.flatMap((target) => rowsOf(target.role).map((row, index) => verdictOf({ target, row, index })));
  const all = Object.values(rows).flat();
  const kept = verdicts.filter(({ verdict, position }) => (verdict !== "pass" && verdict !== "unsupported") || position !== undefined);
  return {
    resultsVersion: 1,
    header: header({ executed: verdicts.length }),
    verdicts,
    summary: Object.fromEntries(TARGETS.map(({ name, role }) => [name, summaryOf({ role, verdicts: verdicts.filter(({ target }) => target === name) })])),
    requirements: Object.fromEntries(all.map(({ requirement }) => [requirement.id, requirement])),
    checks: Object.fromEntries(all.map(({ requirement, killedBy }) => [requirement.id, { id: requirement.id, requirement: requirement.id, title: requirement.statement, killedBy }])),
    cases: Object.fromEntries(kept.flatMap(({ target, role, cases }) => cases.map((one) => [`${target}/${one.case}`, sampleCase({ target, role, id: one.case, hostile: HOSTILE })]))),
    matrix: matrix(rows),
  };
}

function verdictOf(options: { target: (typeof TARGETS)[number]; row: SampleRow; index: number }): Verdict {
  const { target, row, index } = options;
  const { requirement } = row;
  const { kind, known } = kindOf({ story: target.story, row, index });
  const scenario = row.scenario;
  const weight = requirement.basis === "gap" || requirement.basis === "draft" ? "advice" : requirement.level === "SHOULD" ? "warning" : requirement.level === "MAY" ? "information" : "red";
  const message = MESSAGES[kind];
  const told = kind === "fail" ? { expected: index === 1 ? "402" : '"settled" as a JSON boolean', actual: index === 1 ? "200" : index === 2 ? HOSTILE : '"true", a string' } : {};
  const position = kind === "pass" && requirement.positions !== undefined ? { position: requirement.positions[(target.name.length + index) % requirement.positions.length]?.id ?? "" } : {};
  const judged = { verdict: kind, message, ...told, ...position };
  return {
    target: target.name,
    role: target.role,
    area: requirement.area,
    check: requirement.id,
    requirement: requirement.id,
    level: requirement.level,
    basis: requirement.basis,
    weight,
    ...judged,
    cases: [{ case: scenario, ...judged, at: kind === "fail" ? [1, 9] : [] }, ...(index % 3 === 0 ? [{ case: `${scenario}-post`, verdict: "pass" as const, message: "", at: [1] }] : [])],
    duration: 12.5 + index,
    reproduce: `x402-conformance run ${target.name} --only ${requirement.id} --seed 0x5eed`,
    ...(known === undefined ? {} : { baseline: { reason: known } }),
  };
}

const MESSAGES: Readonly<Record<VerdictKind, string>> = {
  pass: "",
  fail: "the response says something else than the specification",
  notReached: "the case ended without the event this check needs",
  unsupported: "the manifest declares no such feature",
  notApplicable: "the target sent no extension",
  inconclusive: "the target claims a capability no implementation has",
  harnessError: "the reference facilitator could not be started",
};

function kindOf(options: { story: (typeof TARGETS)[number]["story"]; row: SampleRow; index: number }): { kind: VerdictKind; known?: string } {
  const { story, row, index } = options;
  const quiet: VerdictKind = index % 11 === 10 ? "notApplicable" : index % 13 === 12 ? "unsupported" : "pass";
  switch (story) {
    case "clean":
      return { kind: quiet };
    case "known":
      return index === 4 ? { kind: "fail", known: "our proxy strips the padding, see issue 12 <b>" } : { kind: quiet };
    case "faulty":
      if (index === 1 || index === 2) return { kind: "fail" };
      if (index === 7) return { kind: "fail", known: "fixed on the main branch, release pending" };
      return row.requirement.level === "SHOULD" && index % 4 === 1 ? { kind: "fail" } : row.requirement.basis === "gap" ? { kind: "fail" } : { kind: quiet };
    case "broken":
      return { kind: (["pass", "notReached", "pass", "inconclusive", "pass", "harnessError", "pass"] as const)[index % 7] ?? "pass" };
  }
}

function summaryOf(options: { role: string; verdicts: readonly Verdict[] }): TargetSummary {
  const { role, verdicts } = options;
  const kind = (wanted: VerdictKind): number => verdicts.filter(({ verdict }) => verdict === wanted).length;
  const open = (...weights: readonly string[]): number => verdicts.filter(({ verdict, baseline, weight }) => verdict === "fail" && baseline === undefined && weights.includes(weight)).length;
  return {
    role,
    planned: verdicts.length,
    pass: kind("pass"),
    fail: kind("fail"),
    notReached: kind("notReached"),
    unsupported: kind("unsupported"),
    notApplicable: kind("notApplicable"),
    inconclusive: kind("inconclusive"),
    harnessError: kind("harnessError"),
    red: open("red"),
    warning: open("warning"),
    advice: open("advice", "information"),
    baselined: verdicts.filter(({ baseline }) => baseline !== undefined).length,
    staleBaseline: role === "client" ? ["http.client.sample-2"] : [],
  };
}

function header(options: { executed: number }): ResultsHeader {
  return {
    suite: { name: "x402-conformance", version: "0.1.0" },
    spec: { repository: "coinbase/x402", revision: "dd927a26cfefc98c24b3ec38b3a8f204dad0c60d", date: "2026-04-21", newer: "x402-foundation/x402, texts read 2026-11" },
    digests: { requirements: "a1".repeat(32), vectors: "b2".repeat(32), checks: "c3".repeat(32) },
    targets: TARGETS.map(({ name, role, declared }) => ({
      name,
      role,
      connect: `cmd:node adapters/${name}.js`,
      manifestDigest: "d4".repeat(32),
      declared,
      capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: role === "server" ? ["bazaar"] : [], transports: ["http"], features: ["instances", "routes"] },
    })),
    chains: { anvil: "1.7.1" },
    paid: { "eip155:84532": 12 },
    platform: { node: "24.21.0", os: "linux", arch: "x64" },
    seed: "0x5eed",
    command: `x402-conformance run ${TARGETS.map(({ name }) => name).join(" ")}`,
    started: "2026-05-04T10:00:00.000Z",
    ended: "2026-05-04T10:01:17.250Z",
    planned: options.executed,
    executed: options.executed,
    incomplete: ["half-wired-facilitator: three cases in a row did not complete, the last because it wrote <b>no hello</b>"],
  };
}

function matrix(rows: Readonly<Record<string, readonly SampleRow[]>>): KillMatrix {
  const faults = Object.entries(rows).flatMap(([role, list]) =>
    list.flatMap(({ requirement, killedBy }, index) =>
      killedBy.map((id) => ({
        id,
        role,
        bug: `BUG: violates "${requirement.statement}"`,
        killedChecks: [requirement.id, ...(index % 5 === 0 ? [list[index + 1]?.requirement.id ?? requirement.id] : [])],
        exact: index !== 6,
        missing: index === 6 ? [list[2]?.requirement.id ?? ""] : [],
        unexpected: index === 6 ? [`${list[0]?.requirement.id ?? ""}: failed although it does not name ${HOSTILE.slice(0, 20)}`] : [],
      })),
    ),
  );
  const members = Object.keys(rows).flatMap((role) => ["always-200", "always-402", "exits-at-once"].map((name) => ({ name, role, passes: [] })));
  return { faults, nullZoo: { passes: 0, members } };
}
