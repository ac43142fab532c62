/** Errors of the solana-test-validator wrapper. A code never changes its meaning; the text may. */

/** What can go wrong, by stable code. */
export type ValidatorErrorCode =
  /** No `solana-test-validator`: neither in X402_SOLANA_TEST_VALIDATOR nor on the PATH. */
  | "svm.validator-missing"
  /** The file is there, and is no program this user may run. */
  | "svm.validator-not-executable"
  /** What `--version` says, or its silence, does not fit. */
  | "svm.validator-version"
  /** No block of free ports was found, or each of those tried was taken by somebody else in the meantime. */
  | "svm.validator-port-taken"
  /** The process ended before it was ready. */
  | "svm.validator-start-failed"
  /** The process runs and did not become ready in time. */
  | "svm.validator-unhealthy"
  /** The process ended, or no longer answers. */
  | "svm.validator-unreachable"
  /** The validator answered a JSON-RPC error. */
  | "svm.validator-rpc-error"
  /** A transaction of the harness itself failed, or was not confirmed in time. */
  | "svm.validator-transaction-failed"
  /** A control that only the embedded node has. */
  | "svm.not-on-a-real-validator"
  /** The caller's AbortSignal fired. */
  | "svm.aborted";

/**
 * A failure of the chain, never a target's: a runner reports it as `harnessError`.
 *
 * The message is one short sentence and then, line by line, what was expected, what was found, and what to do next.
 */
export class ValidatorError extends Error {
  override readonly name = "ValidatorError";
  readonly code: ValidatorErrorCode;

  constructor(options: {
    readonly code: ValidatorErrorCode;
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

/** @throws ValidatorError `svm.aborted` */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new ValidatorError({ code: "svm.aborted", message: "Starting the validator was aborted by the caller's signal.", cause: signal.reason });
}
