/**
 * A failure of a chain simulator: the harness's own, never a target's. A runner reports it as `harnessError`.
 *
 * The message is one short sentence and then, line by line, what was expected, what was found, and what to
 * do next. A code never changes its meaning; the text may.
 */
export abstract class ChainError<Code extends string = string> extends Error {
  readonly code: Code;
  /** Whether nobody asked for the impossible: the machine is at fault, and not what the user said. */
  readonly surroundings: boolean;

  constructor(options: {
    readonly code: Code;
    readonly message: string;
    readonly expected?: string;
    readonly found?: string;
    readonly next?: string;
    readonly surroundings?: boolean;
    readonly cause?: unknown;
  }) {
    const details = [
      options.expected === undefined ? [] : [`  expected: ${options.expected}`],
      options.found === undefined ? [] : [`  found: ${options.found}`],
      options.next === undefined ? [] : [`  next: ${options.next}`],
    ].flat();
    super([options.message, ...details].join("\n"), options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
    this.surroundings = options.surroundings ?? true;
  }
}
