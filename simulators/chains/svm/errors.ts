/** Errors of the local Solana node. A code never changes its meaning; the text may. */

/** What can go wrong, by stable code. */
export type SvmNodeErrorCode =
  /** litesvm publishes no binary for this operating system and processor, or it is not installed. */
  | "svm.binary-missing"
  /** The fixed port that was asked for, or the one after it, is in use. */
  | "svm.port-taken"
  /** The node process ended, or never answered, before it was ready. */
  | "svm.start-failed"
  /** The caller's AbortSignal fired. */
  | "svm.aborted"
  /** No answer on the node's port: it ended, or was stopped. */
  | "svm.rpc-unreachable"
  /** The node answered a JSON-RPC error. */
  | "svm.rpc-error"
  /** The node answered something that is not JSON-RPC, or lacks a part it must have. */
  | "svm.rpc-malformed"
  /** The run's settings ask for a kind of node that does not exist. */
  | "svm.setting-unknown";

/**
 * A failure of the chain simulator. It is the harness's own, never a target's: a runner reports it as
 * `harnessError`.
 *
 * The message is one short sentence and then, line by line, what was expected, what was found, and
 * what to do next.
 */
export class SvmNodeError extends Error {
  override readonly name = "SvmNodeError";
  readonly code: SvmNodeErrorCode;

  constructor(options: {
    readonly code: SvmNodeErrorCode;
    readonly message: string;
    readonly expected?: string;
    readonly found?: string;
    readonly next?: string;
    readonly cause?: unknown;
  }) {
    const details = [
      options.expected === undefined ? [] : [`  expected: ${options.expected}`],
      options.found === undefined ? [] : [`  found: ${options.found}`],
      options.next === undefined ? [] : [`  next: ${options.next}`],
    ].flat();
    super([options.message, ...details].join("\n"), options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
  }
}
