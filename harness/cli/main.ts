import { Command, CommanderError } from "commander";
import { ResultsError } from "../../reports/read-results.ts";
import { ChainError } from "../../simulators/chains/chain-error.ts";
import { BaselineError } from "../runner/baseline.ts";
import { EXIT, type ExitCode } from "../runner/exit-code.ts";
import { packageVersion } from "../suite.ts";
import { DriverError } from "../targets/errors.ts";
import { JsonSyntaxError } from "../targets/json-source.ts";
import { ManifestError } from "../targets/manifest-error.ts";
import { loadModules } from "../tools/load-modules.ts";
import type { CliCommand } from "./command.ts";
import { type CliIo, maskedIo } from "./io.ts";
import { OutputLostError } from "./output-folder.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs the command line.
 *
 * @param options.argv arguments after the command's own name
 * @returns the exit code, design section 8; never throws
 */
export async function main(options: { argv: readonly string[]; io: CliIo }): Promise<ExitCode> {
  const io = maskedIo(options.io);
  let code: ExitCode = EXIT.ok;
  const program = new Command("x402-conformance")
    .description("Conformance test suite and reference simulator for the x402 V2 payment protocol.")
    .version(packageVersion())
    .showSuggestionAfterError(true)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, getOutHelpWidth: () => io.columns, getErrHelpWidth: () => io.columns });
  program.addHelpText(
    "after",
    `
Exit codes: 0 as expected, 1 unexpected failure, 2 usage or configuration, 3 incomplete or harness error, 4 stale baseline.
Adapters:   harness/targets/PROTOCOL.md says how any implementation becomes a target.`,
  );
  try {
    const modules = await loadModules({ folder: new URL("./commands/", import.meta.url) });
    const commands = modules.flatMap(({ exports }) => (exports["command"] === undefined ? [] : [exports["command"] as CliCommand]));
    for (const command of commands.toSorted((a, b) => a.order - b.order)) command.register({ program, io, finish: (ended) => (code = ended) });
    for (const command of program.commands) command.exitOverride().configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
    if (options.argv.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await program.parseAsync([...options.argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return report({ error, io });
  }
}

/** Errors that say what is wrong and what to do: the user's to mend, or the machine's. A stack would hide the sentence. */
const EXPLAINED = [UsageError, ManifestError, BaselineError, JsonSyntaxError, DriverError, ResultsError, ChainError, OutputLostError];

/** Anything that is not explained is a fault of ours. A code proves nothing: Node has one for a file of ours that is missing. */
function report(options: { error: unknown; io: CliIo }): ExitCode {
  const { error, io } = options;
  const explained = EXPLAINED.find((type) => error instanceof type);
  if (explained !== undefined && error instanceof explained) {
    io.stderr(`x402-conformance: ${error.message}\n(${error.code})\n`);
    // A chain that would not start, a disk that ran full, what a stop broke off: nothing the user said is wrong.
    return io.signal.aborted || ("surroundings" in error && error.surroundings === true) ? EXIT.incomplete : EXIT.usage;
  }
  if (error instanceof Error && io.signal.aborted && error === io.signal.reason) {
    io.stderr(`x402-conformance: ${error.message}\n`);
    return EXIT.incomplete;
  }
  io.stderr(`x402-conformance: internal error, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.incomplete;
}
