import { Argument } from "commander";
import { loadProfiles } from "../../../spec/profiles.ts";
import { loadFaults } from "../../../simulators/load-faults.ts";
import { EXIT } from "../../runner/exit-code.ts";
import { loadSuite, type Suite } from "../../suite.ts";
import { findTargets, loadManifest } from "../../targets/manifest.ts";
import type { CliCommand } from "../command.ts";

type Row = Readonly<Record<string, unknown>>;

/** What can be listed: one function per kind, and the argument's choices come from the keys. */
const KINDS: Readonly<Record<string, (suite: Suite) => Promise<readonly Row[]> | readonly Row[]>> = {
  checks: (suite) =>
    suite.checks.map((check) => {
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
    }),
  requirements: (suite) =>
    [...suite.requirements.values()].map((requirement) => {
      const checks = suite.checks.filter((check) => check.requirement === requirement.id).map(({ id }) => id);
      return {
        id: requirement.id,
        role: requirement.role,
        area: requirement.area,
        level: requirement.level,
        basis: requirement.basis,
        clause: requirement.clause.map(({ file, section }) => `${file} ${section}`),
        status: requirement.excluded !== undefined ? "excluded" : checks.length === 0 ? "planned" : requirement.ambiguous === undefined ? "checked" : "ambiguous",
        title: requirement.statement,
        checks,
      };
    }),
  scenarios: (suite) => suite.scenarios.map(({ id, role, title }) => ({ id, role, title })),
  faults: async () => [...(await loadFaults())].map(([id, { role, bug }]) => ({ id, role, title: bug })),
  targets: () =>
    findTargets().map(({ name, path }) => {
      const { role, connect } = loadManifest({ path });
      return { id: name, role, connect };
    }),
  profiles: () => loadProfiles().map(({ name, requirements, notScored }) => ({ id: name, requirements: requirements.length, notScored: notScored.length })),
};

/** `x402-conformance list [kind] [--json]` */
export const command: CliCommand = {
  name: "list",
  order: 2,
  register({ program, io, finish }) {
    program
      .command("list")
      .summary("show checks, requirements, scenarios, faults, targets or profiles")
      .addArgument(new Argument("[kind]").choices(Object.keys(KINDS)).default("checks"))
      .option("--json", "an array, for programs", false)
      .action(async (kind: string, { json }: { json: boolean }) => {
        const rows = await (KINDS[kind] as (typeof KINDS)[string])(await loadSuite());
        if (json) io.stdout(`${JSON.stringify(rows, null, 2)}\n`);
        else {
          io.stdout(table(rows));
          io.stderr(`${rows.length} ${kind}${kind === "requirements" ? `: ${tally(rows)}` : ""}\n`);
        }
        finish(EXIT.ok);
      });
  },
};

const COLUMNS = ["id", "role", "level", "area", "status", "connect", "requirements", "notScored", "title"] as const;

function table(rows: readonly Row[]): string {
  const shown = COLUMNS.filter((column) => rows.some((row) => row[column] !== undefined));
  const width = (column: string): number => Math.max(...rows.map((row) => String(row[column] ?? "").length));
  return rows.map((row) => `${shown.map((column) => (column === "title" ? String(row[column] ?? "") : String(row[column] ?? "").padEnd(width(column)))).join("  ").trimEnd()}\n`).join("");
}

function tally(rows: readonly Row[]): string {
  const statuses = [...new Set(rows.map(({ status }) => String(status)))];
  return statuses.map((status) => `${rows.filter((row) => row["status"] === status).length} ${status}`).join(", ");
}
