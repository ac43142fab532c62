import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readResults } from "../../../reports/read-results.ts";
import { maskDeep } from "../../privacy/mask.ts";
import { EXIT } from "../../runner/exit-code.ts";
import type { CliCommand } from "../command.ts";
import { formatsNamed } from "../formats.ts";
import { UsageError } from "../usage-error.ts";

/** `x402-conformance report --from results.json --format <name>` */
export const command: CliCommand = {
  name: "report",
  order: 5,
  register({ program, io, finish }) {
    program
      .command("report")
      .summary("render the results of an earlier run")
      .description("Renders results.json in another format, offline. The report goes to stdout.")
      .requiredOption("--from <file>", "results.json of a run")
      .option("--format <name>", "pretty, agent, json, ndjson, junit, markdown, html, …", "pretty")
      .action(async (flags: { from: string; format: string }) => {
        const [format] = await formatsNamed([flags.format]);
        let text: string;
        try {
          text = readFileSync(resolve(io.cwd, flags.from), "utf8");
        } catch (error) {
          throw new UsageError({ code: "results-not-readable", message: `${flags.from} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, next: "Give the results.json that a run left in its output folder." });
        }
        io.stdout(format?.render({ results: maskDeep(readResults(text)), options: { color: io.color, width: io.columns } }) ?? "");
        finish(EXIT.ok);
      });
  },
};
