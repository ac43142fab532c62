import type { ProfileInfo, ResultsHeader, TargetInfo } from "../../reports/results.ts";
import { REVISION } from "../../spec/revision.ts";
import type { LocalChain } from "../../simulators/chains/chain.ts";
import type { Suite } from "../suite.ts";

/** The mandatory header: a report without it cannot be compared with another. */
export function resultsHeader(options: {
  suite: Suite;
  seed: string;
  command: string;
  chains: readonly LocalChain[];
  paid: Readonly<Record<string, number>>;
  profiles?: readonly ProfileInfo[];
  targets: readonly TargetInfo[];
  started: Date;
  ended: Date;
  planned: number;
  executed: number;
  incomplete: readonly string[];
}): ResultsHeader {
  const { suite, seed, command } = options;
  return {
    suite: { name: "x402-conformance", version: suite.version },
    spec: { repository: REVISION.repository, revision: REVISION.commit, date: REVISION.date, newer: REVISION.newer },
    digests: suite.digests,
    targets: options.targets,
    chains: Object.fromEntries(options.chains.map(({ version }) => [version.split(" ")[0] ?? version, version.split(" ").slice(1).join(" ")])),
    paid: options.paid,
    ...(options.profiles === undefined ? {} : { profiles: options.profiles.map(({ name, title, draft, areas }) => ({ name, title, ...(draft === true ? { draft } : {}), areas })) }),
    platform: { node: process.versions.node, os: process.platform, arch: process.arch },
    seed,
    command,
    started: options.started.toISOString(),
    ended: options.ended.toISOString(),
    planned: options.planned,
    executed: options.executed,
    incomplete: options.incomplete,
  };
}
