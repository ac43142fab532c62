/** Wrong input: exit code 2. One clear sentence and what to do next. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Stable, for scripts. */
  readonly code: string;

  constructor(options: { code: string; message: string; next?: string }) {
    super(options.next === undefined ? options.message : `${options.message}\n${options.next}`);
    this.code = options.code;
  }
}
