import type { Command } from "commander";
import type { ExitCode } from "../runner/exit-code.ts";
import type { CliIo } from "./io.ts";

/** One command of the command line. A file below `commands/` exports one as `command`. */
export interface CliCommand {
  readonly name: string;
  /** Place in the help. */
  readonly order: number;
  /** Adds arguments and options, and tells `finish` the exit code. */
  register(options: { program: Command; io: CliIo; finish: (code: ExitCode) => void }): void;
}
