import type { Profile } from "../../spec/profiles.ts";
import type { Suite } from "../suite.ts";
import type { Role } from "../targets/protocol.ts";

/** How much of a profile this suite can judge in one role. */
export interface ProfileCoverage {
  readonly profile: string;
  readonly role: Role;
  /** Rows of the profile that bind the role. */
  readonly rows: number;
  /** Those of them no check judges yet. */
  readonly planned: readonly string[];
}

/** Compares what a profile counts with what there are checks for. */
export function profileCoverage(options: { profile: Profile; role: Role; suite: Pick<Suite, "checks" | "requirements"> }): ProfileCoverage {
  const { profile, role, suite } = options;
  const judged = new Set(suite.checks.filter((check) => check.role === role).map(({ requirement }) => requirement));
  const rows = profile.requirements.filter((id) => [role, "any"].includes(suite.requirements.get(id)?.role ?? ""));
  // A row that binds any role is judged where it can be seen: one role's check is enough for it.
  const anywhere = new Set(suite.checks.map(({ requirement }) => requirement));
  return { profile: profile.name, role, rows: rows.length, planned: rows.filter((id) => !(suite.requirements.get(id)?.role === "any" ? anywhere : judged).has(id)) };
}

/** What a reader of a run must know of a profile that cannot be judged whole; `undefined` when it can. */
export function describeCoverage(coverage: ProfileCoverage): string | undefined {
  const { profile, role, rows, planned } = coverage;
  if (planned.length === 0) return undefined;
  const named = planned.slice(0, 3).join(", ") + (planned.length > 3 ? ` and ${planned.length - 3} more` : "");
  return `profile ${profile}: ${rows - planned.length} of its ${rows} requirements for a ${role} have a check; not judged: ${named}`;
}
