/**
 * Why a target could not be driven. Stable: they appear in results and scripts.
 *
 * - `unsupported`: the target says it cannot do that; never its failure
 * - `failed`: the target answered that it could not do it
 * - `command-not-found`: there is no such command, folder or module
 * - `never-ready`: it did not answer `hello` or `start`, or served nothing, in `timeouts.ready`
 * - `exited`: its process ended without being asked to
 * - `timeout`: it did not answer in time after it had been ready
 * - `protocol`: it answered something the driver protocol does not allow
 * - `flood`: it printed more than anybody could want to read
 * - `aborted`: the run was stopped
 * - `install-failed`: its install command failed
 */
export type DriverErrorReason = "unsupported" | "failed" | "command-not-found" | "never-ready" | "exited" | "timeout" | "protocol" | "flood" | "aborted" | "install-failed";

/** A target could not be driven. The message is whole sentences: what was wrong, expected, found, what to do next. */
export class DriverError extends Error {
  override readonly name = "DriverError";
  readonly code: DriverErrorReason;

  constructor(options: { code: DriverErrorReason; what: string; expected?: string; found?: string; next?: string; cause?: unknown }) {
    const { what, expected, found, next } = options;
    const contrast = [...(expected === undefined ? [] : [`expected ${expected}`]), ...(found === undefined ? [] : [`found ${found}`])].join(", ");
    super([`${what}${contrast === "" ? "" : `: ${contrast}`}.`, ...(next === undefined ? [] : [next])].join(" "), options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
  }
}

/** Text of a target in one printable line: control characters escaped, the middle of long ones left out. */
export function quoted(text: string, limit = 200): string {
  // JSON escapes ASCII controls; the rest of what moves a cursor or hides text is escaped here.
  const line = JSON.stringify(text.length <= limit ? text : `${text.slice(0, limit / 2)} … ${text.slice(-limit / 2)}`);
  return line.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
