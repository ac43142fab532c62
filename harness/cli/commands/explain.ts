import errorCodes from "../../../spec/registry/error-codes.json" with { type: "json" };
import { loadFaults } from "../../../simulators/load-faults.ts";
import type { Requirement } from "../../../spec/requirements.ts";
import { weightOf } from "../../../spec/requirements.ts";
import { placeOfText } from "../../../spec/text/own-texts.ts";
import type { Check } from "../../checks/check.ts";
import { EXIT } from "../../runner/exit-code.ts";
import { loadSuite, type Suite } from "../../suite.ts";
import { nearest } from "../../tools/nearest.ts";
import type { CliCommand } from "../command.ts";
import { UsageError } from "../usage-error.ts";

const WEIGHTS = { red: "a failure fails the run", warning: "a failure is a warning (fails the run with --strict)", advice: "a failure is advice and never counted", information: "a failure is information" } as const;

const VERDICTS: Readonly<Record<string, string>> = {
  pass: "The target reached the point where it could comply or violate, and complied.",
  fail: "The target reached that point and did something else than the requirement says.",
  notReached: "The event that would prove anything never came. Nothing is known: neither a pass nor a failure.",
  unsupported: "The target says in its manifest that it cannot do what the scenario needs.",
  notApplicable: "The case showed that the requirement does not bind here, for example an optional member was absent.",
  inconclusive: "The target cannot be relied on: it claimed abilities that do not exist.",
  harnessError: "A fault of the suite or of the local chain. Never the target's failure, never a pass.",
};

/** `x402-conformance explain <id>` */
export const command: CliCommand = {
  name: "explain",
  order: 3,
  register({ program, io, finish }) {
    program
      .command("explain")
      .summary("what a requirement, check, verdict, error code or fault means")
      .argument("<id>")
      .action(async (id: string) => {
        const suite = await loadSuite();
        const faults = await loadFaults();
        const texts: string[] = [];
        const requirement = suite.requirements.get(id);
        if (requirement !== undefined) texts.push(explainRequirement({ requirement, suite }));
        const check = suite.checks.find((one) => one.id === id);
        if (check !== undefined) texts.push(explainCheck({ check, suite }));
        const fault = faults.get(id);
        if (fault !== undefined) {
          const kills = suite.checks.filter(({ killedBy, alsoKilledBy }) => killedBy.includes(id) || id in alsoKilledBy).map((one) => one.id);
          texts.push(`fault ${id}\n  role      ${fault.role}\n  ${fault.bug}\n  kills     ${kills.join(", ") || "nothing yet"}\n`);
        }
        if (VERDICTS[id] !== undefined) texts.push(`verdict ${id}\n  ${VERDICTS[id]}\n`);
        const codes = (errorCodes as unknown as { codes: readonly { code: string }[] }).codes;
        const code = codes.find((one) => one.code === id);
        if (code !== undefined) texts.push(`error code ${id}\n${Object.entries(code).map(([name, value]) => `  ${name.padEnd(9)} ${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("")}`);
        if (texts.length === 0) {
          const near = nearest({ name: id, candidates: [...suite.requirements.keys(), ...suite.checks.map((one) => one.id), ...faults.keys(), ...Object.keys(VERDICTS), ...codes.map((one) => one.code)] });
          throw new UsageError({ code: "unknown-id", message: `Nothing is called "${id}".`, next: near === undefined ? '"x402-conformance list" shows what there is.' : `Did you mean "${near}"?` });
        }
        io.stdout(texts.join("\n"));
        finish(EXIT.ok);
      });
  },
};

function explainRequirement(options: { requirement: Requirement; suite: Suite }): string {
  const { requirement, suite } = options;
  const checks = suite.checks.filter((check) => check.requirement === requirement.id);
  return [
    `requirement ${requirement.id}`,
    `  ${requirement.statement}`,
    `  role      ${requirement.role}`,
    `  level     ${requirement.level} (${WEIGHTS[weightOf(requirement)]})`,
    `  basis     ${requirement.basis}; since ${requirement.since}${requirement.until === undefined ? "" : `, until ${requirement.until}`}`,
    `  clause    ${requirement.clause.map(({ file, section }) => `${placeOfText(file)} ${section}`).join("; ")}`,
    `  seen by   ${requirement.observable}`,
    `  violated  ${requirement.negative}`,
    ...(requirement.excluded === undefined ? [] : [`  excluded  ${requirement.excluded.reason}`]),
    ...(requirement.ambiguous === undefined ? [] : [`  ambiguous; never fails a target`, ...requirement.ambiguous.positions.map(({ id, text }) => `    ${id}${id === requirement.ambiguous?.default ? " (ours)" : ""}: ${text}`)]),
    `  checks    ${checks.map(({ id }) => id).join(", ") || "none yet"}`,
    "",
  ].join("\n");
}

function explainCheck(options: { check: Check; suite: Suite }): string {
  const { check } = options;
  const requirement = options.suite.requirements.get(check.requirement);
  return [
    `check ${check.id}`,
    `  ${check.title ?? requirement?.statement ?? ""}`,
    `  judges    ${check.requirement}`,
    `  role      ${check.role}`,
    `  scenarios ${check.scenarios.join(", ")}${check.reach === "some" ? " (one that reaches it is enough)" : ""}`,
    `  killed by ${check.killedBy.join(", ") || "nothing"}`,
    ...Object.entries(check.alsoKilledBy).map(([fault, reason]) => `            ${fault}: ${reason}`),
    "",
  ].join("\n");
}
