/** The results model: the single source every report is rendered from. */

export const RESULTS_VERSION = 1;

export type VerdictKind = "pass" | "fail" | "notReached" | "unsupported" | "notApplicable" | "inconclusive" | "harnessError";

/** `red` fails a run, `warning` only with `--strict`, `advice` and `information` never. */
export type Weight = "red" | "warning" | "advice" | "information";

/** What makes a text less than a rule: `experimental` is one that this project wrote itself, `draft` a proposal by others. */
export type Standing = "draft" | "experimental";

export interface Results {
  readonly resultsVersion: typeof RESULTS_VERSION;
  readonly header: ResultsHeader;
  readonly verdicts: readonly Verdict[];
  readonly summary: Readonly<Record<string, TargetSummary>>;
  /** Rows the verdicts name, by id. */
  readonly requirements: Readonly<Record<string, RequirementInfo>>;
  /** Checks the verdicts name, by id. */
  readonly checks: Readonly<Record<string, CheckInfo>>;
  /** Recorded cases behind every verdict that is not a plain pass; key `<target>/<case>`. */
  readonly cases: Readonly<Record<string, CaseRecord>>;
  /** Present when the self-test ran in the same invocation or its file was given. */
  readonly matrix?: KillMatrix;
}

export interface ResultsHeader {
  readonly suite: { readonly name: string; readonly version: string };
  readonly spec: { readonly repository: string; readonly revision: string; readonly date: string; readonly newer: string };
  /** SHA-256, hex. */
  readonly digests: { readonly requirements: string; readonly vectors: string; readonly checks: string };
  readonly targets: readonly TargetInfo[];
  /** Versions of the local chains, e.g. `{ anvil: "1.7.1" }`. */
  readonly chains: Readonly<Record<string, string>>;
  /** Payments whose money was seen to move, by CAIP-2 network. */
  readonly paid?: Readonly<Record<string, number>>;
  /** Profiles the run was asked for. */
  readonly profiles?: readonly ProfileInfo[];
  readonly platform: { readonly node: string; readonly os: string; readonly arch: string };
  readonly seed: string;
  readonly command: string;
  /** ISO 8601. */
  readonly started: string;
  readonly ended: string;
  /** Verdicts planned (counted from the selection) and verdicts given (counted one by one). */
  readonly planned: number;
  readonly executed: number;
  /** Why the run is incomplete, if it is: circuit breaker, budget, interrupt. */
  readonly incomplete: readonly string[];
}

export interface TargetInfo {
  readonly name: string;
  readonly role: string;
  readonly connect: string;
  readonly manifestDigest: string;
  readonly declared: { readonly name: string; readonly version: string } | null;
  readonly capabilities: { readonly schemes: readonly string[]; readonly networks: readonly string[]; readonly extensions: readonly string[]; readonly transports: readonly string[]; readonly features: readonly string[] };
  /** Payment methods that carried its cases. */
  readonly methods?: readonly MethodInfo[];
}

export interface MethodInfo {
  readonly id: string;
  readonly scheme: string;
  /** CAIP-2. */
  readonly network: string;
  /** Present when the method's own text is a proposal only. */
  readonly standing?: Standing;
  /** Cases it carried. */
  readonly cases: number;
}

export interface ProfileInfo {
  readonly name: string;
  readonly title: string;
  /** Proposals count as well. */
  readonly draft?: boolean;
  /** Areas it accounts for by itself: verdicts that rest on a proposed method count only where its id is among a draft's. */
  readonly areas: readonly string[];
}

export interface RequirementInfo {
  readonly id: string;
  readonly role: string;
  readonly area: string;
  readonly level: string;
  readonly basis: string;
  readonly clause: string;
  readonly statement: string;
  readonly positions?: readonly { readonly id: string; readonly text: string }[];
  readonly defaultPosition?: string;
  /** Why the text can be read in more than one way. */
  readonly ambiguity?: string;
  /** Names of those of the run's profiles that count it. */
  readonly profiles?: readonly string[];
}

export interface CheckInfo {
  readonly id: string;
  readonly requirement: string;
  readonly title: string;
  readonly killedBy: readonly string[];
}

export interface Verdict {
  readonly target: string;
  readonly role: string;
  readonly area: string;
  readonly check: string;
  readonly requirement: string;
  readonly level: string;
  readonly basis: string;
  readonly weight: Weight;
  readonly verdict: VerdictKind;
  /** One sentence. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Position the target takes where the specification is ambiguous. */
  readonly position?: string;
  /** Where the verdict comes from, one entry per judged case. */
  readonly cases: readonly CaseVerdict[];
  /** Milliseconds spent driving the cases this verdict rests on. */
  readonly duration: number;
  /** Command that reproduces it. */
  readonly reproduce: string;
  /** Present when the baseline names this failure. */
  readonly baseline?: { readonly reason: string };
  /** Present when only draft or experimental payment methods carried the cases that gave it. */
  readonly standing?: Standing;
  /** Ids of these methods. */
  readonly restsOn?: readonly string[];
}

export interface CaseVerdict {
  readonly case: string;
  readonly verdict: VerdictKind;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly position?: string;
  /** `seq` of the events the verdict points at. */
  readonly at: readonly number[];
}

export interface TargetSummary {
  readonly role: string;
  readonly planned: number;
  readonly pass: number;
  readonly fail: number;
  readonly notReached: number;
  readonly unsupported: number;
  readonly notApplicable: number;
  readonly inconclusive: number;
  readonly harnessError: number;
  /** Failures by weight; baselined ones are counted apart and never as passes. */
  readonly red: number;
  readonly warning: number;
  readonly advice: number;
  readonly baselined: number;
  /** Baseline entries that no longer fail. */
  readonly staleBaseline: readonly string[];
}

/** A recorded case, reduced to what a reader needs to see the exchange. */
export interface CaseRecord {
  readonly target: string;
  readonly case: string;
  readonly title: string;
  readonly events: readonly RecordedEvent[];
}

/** One drawn line of the sequence diagram. Everything in it is hostile and must be escaped. */
export interface RecordedEvent {
  readonly seq: number;
  /** Milliseconds since the case began. */
  readonly at: number;
  readonly kind: string;
  /** Seats, e.g. `client`, `server`, `facilitator`, `upstream`, `chain`; equal for a note on one seat. */
  readonly from: string;
  readonly to: string;
  /** e.g. `GET /x402/basic?case=…` or `402`. */
  readonly title: string;
  readonly headers?: readonly (readonly [string, string])[];
  /** Decoded x402 headers and bodies, pretty JSON, by name. */
  readonly decoded?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface KillMatrix {
  readonly faults: readonly { readonly id: string; readonly role: string; readonly bug: string; readonly killedChecks: readonly string[]; readonly exact: boolean; readonly missing: readonly string[]; readonly unexpected: readonly string[] }[];
  readonly nullZoo: { readonly passes: number; readonly members: readonly { readonly name: string; readonly role: string; readonly passes: readonly string[] }[] };
}
