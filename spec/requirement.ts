import type { RevisionName } from "./revision.ts";

/** Who a requirement binds. `any`: whoever sends or receives the message in question. */
export type RequirementRole = "client" | "server" | "facilitator" | "any";

/** How strongly the text asks. `IMPLIED`: stated as fact, by table, example or lowercase prose. */
export type RequirementLevel = "MUST" | "SHOULD" | "MAY" | "IMPLIED";

/**
 * Where a requirement comes from. `snapshot`: the pinned revision. `newer`: later text with signs of
 * being merged. `newer-unconfirmed`: later text seen on a branch only. `draft`: a proposal, or an
 * experimental text of our own. `gap`: the text is silent, and this is the suite's own recommendation.
 */
export type RequirementBasis = "snapshot" | "newer" | "newer-unconfirmed" | "draft" | "gap";

/** A place in the text. */
export type Clause = {
  /** File relative to `specs/`, for example `transports-v2/http.md`; below `experimental/` it is one of our own, relative to `spec/`. */
  readonly file: string;
  /** Section number or heading. */
  readonly section: string;
  /** The revision the section was read in. */
  readonly revision: RevisionName;
  /** SHA-256 in hex of the section's text in that revision; absent while that text was never pinned from a checkout. */
  readonly sha256?: string;
};

/** One reading of an ambiguous text. */
export type Position = {
  /** Short and stable: reports print it, for example `402`. */
  readonly id: string;
  readonly text: string;
};

/** The text can be read in more than one way: a target is told which reading it takes and never fails. */
export type Ambiguity = {
  readonly note?: string;
  readonly positions: readonly Position[];
  /** Id of the position the reference roles take. */
  readonly default: string;
};

/** Why no check can judge the requirement. */
export type Exclusion = {
  readonly reason: string;
};

/** One normative statement of x402 V2, in this project's words. */
export type Requirement = {
  /** Stable and never reused, for example `http.402.status`. */
  readonly id: string;
  /** The catalogue file it stands in, for example `http`. */
  readonly area: string;
  readonly role: RequirementRole;
  readonly level: RequirementLevel;
  readonly basis: RequirementBasis;
  /** First revision that says so. */
  readonly since: RevisionName;
  /** Last revision that says so; absent while it holds. */
  readonly until?: RevisionName;
  readonly clause: readonly Clause[];
  /** What is required. */
  readonly statement: string;
  /** How a judge can see it. */
  readonly observable: string;
  /** What a target that violates it does. */
  readonly negative: string;
  readonly excluded?: Exclusion;
  readonly ambiguous?: Ambiguity;
};

/** What a failed check of a requirement means for the target. */
export type Weight = "red" | "warning" | "advice" | "information";

/**
 * The weight of a failure. It comes from the row and never from code, so that no check can be harsher
 * than the text it judges.
 *
 * @param options.draft whether a draft profile that counts the row was asked for: a proposal weighs for those who mean to follow it, and for nobody else
 */
export const weightOf = (requirement: Pick<Requirement, "level" | "basis">, options: { readonly draft?: boolean } = {}): Weight => {
  const proposed = requirement.basis === "newer-unconfirmed" || requirement.basis === "draft";
  if (requirement.basis === "gap" || (proposed && options.draft !== true)) return "advice";
  switch (requirement.level) {
    case "MUST":
    case "IMPLIED":
      return "red";
    case "SHOULD":
      return "warning";
    case "MAY":
      return "information";
  }
};
