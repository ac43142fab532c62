import { Argument, Option } from "commander";
import { countStates, type RequirementState } from "../../requirement-state.ts";
import { EXIT } from "../../runner/exit-code.ts";
import { loadSuite } from "../../suite.ts";
import { choiceOf } from "../choice.ts";
import type { CliCommand } from "../command.ts";
import { filterRows, type ListFilters } from "../list-filters.ts";
import { LIST_KINDS, type Row } from "../list-kinds.ts";

const KINDS = Object.keys(LIST_KINDS);

/** `x402-conformance list [kind] [--area a] [--state s] [--role r] [--profile p] [--json]` */
export const command: CliCommand = {
  name: "list",
  order: 2,
  register({ program, io, finish }) {
    program
      .command("list")
      .summary("show checks, requirements, scenarios, faults, targets or profiles")
      .addArgument(new Argument("[kind]", "what to list").choices(KINDS).argParser(choiceOf({ what: "list", choices: KINDS })).default("checks"))
      .addOption(new Option("--area <name>", "only those of an area of the catalogue"))
      .addOption(new Option("--state <name>", "only requirements that are checked, ambiguous, excluded or planned"))
      .addOption(new Option("--role <name>", "only those of a role, or of any"))
      .addOption(new Option("--profile <name>", "only requirements that a profile counts"))
      .option("--json", "an array, for programs", false)
      .action(async (kind: string, { json, ...filters }: { json: boolean } & ListFilters) => {
        const all = await (LIST_KINDS[kind] as (typeof LIST_KINDS)[string])(await loadSuite());
        const rows = filterRows({ kind, rows: all, filters });
        if (json) io.stdout(`${JSON.stringify(rows, null, 2)}\n`);
        else {
          io.stdout(table({ rows, columns: COLUMNS }));
          io.stderr(kind === "requirements" ? tally(rows as readonly RequirementRow[]) : `${rows.length} ${kind}\n`);
        }
        finish(EXIT.ok);
      });
  },
};

type RequirementRow = Row & { readonly area: string; readonly level: string; readonly state: RequirementState };

const COLUMNS = ["id", "role", "level", "area", "state", "connect", "revision", "requirements", "checked", "notScored", "title"] as const;
const COUNTS = ["name", "checked", "ambiguous", "excluded", "planned", "total"] as const;

/** Columns that no row has are left out; the last one is as wide as its text. */
function table(options: { rows: readonly Row[]; columns: readonly string[] }): string {
  const { rows } = options;
  const shown = options.columns.filter((column) => rows.some((row) => row[column] !== undefined));
  const width = (column: string): number => Math.max(...rows.map((row) => String(row[column] ?? "").length));
  const widths = new Map(shown.map((column) => [column, column === shown.at(-1) ? 0 : width(column)]));
  return rows.map((row) => `${shown.map((column) => String(row[column] ?? "").padEnd(widths.get(column) ?? 0)).join("  ").trimEnd()}\n`).join("");
}

/** How far the catalogue has come, by area and by level. */
function tally(rows: readonly RequirementRow[]): string {
  const counts = [...countStates({ rows, by: ({ area }) => area }).slice(0, -1), ...countStates({ rows, by: ({ level }) => level })];
  return `\n${rows.length} requirements\n${table({ rows: [Object.fromEntries(COUNTS.map((column) => [column, column === "name" ? "" : column])), ...counts], columns: COUNTS })}`;
}
