import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "../runner/exit-code.ts";
import { packageVersion } from "../suite.ts";
import { loadModules } from "../tools/load-modules.ts";
import type { CliCommand } from "./command.ts";
import { type CliIo, maskedIo } from "./io.ts";

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
  const modules = await loadModules({ folder: new URL("./commands/", import.meta.url) });
  const commands = modules.flatMap(({ exports }) => (exports["command"] === undefined ? [] : [exports["command"] as CliCommand]));
  for (const command of commands.toSorted((a, b) => a.order - b.order)) command.register({ program, io, finish: (ended) => (code = ended) });
  for (const command of program.commands) command.exitOverride().configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  try {
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

/** Errors with a stable `code` are somebody's to mend and need no stack; anything else is a fault of ours. */
function report(options: { error: unknown; io: CliIo }): ExitCode {
  const { error, io } = options;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
  if (error instanceof Error && code !== undefined) {
    io.stderr(`x402-conformance: ${error.message}\n(${code})\n`);
    // The chain would not start, the disk ran full: nothing the user said is wrong.
    return "surroundings" in error && error.surroundings === true ? EXIT.incomplete : EXIT.usage;
  }
  io.stderr(`x402-conformance: internal error, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.incomplete;
}
