import { maskText } from "../privacy/mask.ts";

/** The command's surroundings, handed in so that tests can stand in for the terminal. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  /** Messages and progress. Machine-readable output never goes here. */
  readonly stderr: (text: string) => void;
  /** A terminal that shows progress in place. */
  readonly interactive: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** The surroundings of a real process. `NO_COLOR` and `TERM=dumb` are honoured. */
export function processIo(options: { signal: AbortSignal }): CliIo {
  const { env, stdout, stderr } = process;
  const plain = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return {
    stdout: writerOf(stdout),
    stderr: writerOf(stderr),
    interactive: stderr.isTTY === true && env["CI"] === undefined && env["TERM"] !== "dumb",
    color: !plain && (stdout.isTTY === true || (env["FORCE_COLOR"] ?? "") !== ""),
    columns: stdout.columns ?? 100,
    cwd: process.cwd(),
    environment: env,
    signal: options.signal,
  };
}

/** Writes until the stream's other end is closed. Whoever owns the process listens for its errors. */
function writerOf(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.once("error", () => (open = false));
  return (text) => {
    if (open) stream.write(text);
  };
}

/** Surroundings to which no number of a card or account is printed: not in a report, and not in a message or the last words of a target. */
export function maskedIo(io: CliIo): CliIo {
  return { ...io, stdout: (text) => io.stdout(maskText(text)), stderr: (text) => io.stderr(maskText(text)) };
}
