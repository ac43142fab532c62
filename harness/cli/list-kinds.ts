import { loadProfiles } from "../../spec/profiles.ts";
import { weightOf } from "../../spec/requirements.ts";
import { REVISIONS } from "../../spec/revision.ts";
import { loadFaults } from "../../simulators/load-faults.ts";
import { requirementState } from "../requirement-state.ts";
import type { Suite } from "../suite.ts";
import { findTargets, loadManifest } from "../targets/manifest.ts";

/** One thing that is listed: `title` is for people, everything else for programs as well. */
export type Row = Readonly<Record<string, unknown>>;

/** What can be listed: one function per kind, and the command's choices come from the keys. */
export const LIST_KINDS: Readonly<Record<string, (suite: Suite) => Promise<readonly Row[]> | readonly Row[]>> = {
  checks: listChecks,
  requirements: listRequirements,
  scenarios: (suite) => suite.scenarios.map(({ id, role, title }) => ({ id, role, title })),
  faults: async () => [...(await loadFaults())].map(([id, { role, bug }]) => ({ id, role, title: bug })),
  targets: () =>
    findTargets().map(({ name, path }) => {
      const { role, connect } = loadManifest({ path });
      return { id: name, role, connect };
    }),
  profiles: listProfiles,
};

function listChecks(suite: Suite): readonly Row[] {
  return suite.checks.map((check) => {
    const requirement = suite.requirements.get(check.requirement);
    return {
      id: check.id,
      requirement: check.requirement,
      role: check.role,
      area: requirement?.area ?? "",
      level: requirement?.level ?? "",
      basis: requirement?.basis ?? "",
      title: check.title ?? requirement?.statement ?? "",
      scenarios: check.scenarios,
      killedBy: check.killedBy,
    };
  });
}

function listRequirements(suite: Suite): readonly Row[] {
  const judged = new Set(suite.checks.map(({ requirement }) => requirement));
  const profiles = loadProfiles();
  return [...suite.requirements.values()].map((requirement) => {
    const { id, role, area, level, basis, since, until, clause, statement, observable, negative, excluded, ambiguous } = requirement;
    return {
      id,
      role,
      area,
      level,
      basis,
      weight: weightOf(requirement),
      since,
      ...(until === undefined ? {} : { until }),
      state: requirementState({ requirement, judged }),
      title: statement,
      observable,
      negative,
      clause,
      ...(excluded === undefined ? {} : { excluded }),
      ...(ambiguous === undefined ? {} : { ambiguous }),
      checks: suite.checks.filter((check) => check.requirement === id).map((check) => check.id),
      profiles: profiles.filter(({ requirements }) => requirements.includes(id)).map(({ name }) => name),
    };
  });
}

function listProfiles(suite: Suite): readonly Row[] {
  const judged = new Set(suite.checks.map(({ requirement }) => requirement));
  return loadProfiles().map(({ name, title, revision, draft, requirements, notScored }) => ({
    id: name,
    revision: REVISIONS.find(({ commit }) => commit === revision)?.name ?? revision,
    draft: draft === true,
    requirements: requirements.length,
    checked: requirements.filter((id) => judged.has(id)).length,
    notScored: notScored.length,
    title,
  }));
}
