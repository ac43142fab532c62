import type { Results } from "./results.ts";

/**
 * Turns results into one text. Pure: no clock, no network, no file but its own assets, so the same
 * results give the same bytes wherever and whenever they are rendered.
 *
 * A format is one file `reports/formats/<name>.ts` that exports `format`. There is no list to add it to.
 */
export interface ReportFormat {
  /** What the user types after `--format`; the name of its file. */
  readonly name: string;
  /** One line for the help. */
  readonly description: string;
  /** With the dot, e.g. `.xml`. */
  readonly extension: string;
  readonly mediaType: string;
  render(options: { results: Results; options: RenderOptions }): string;
}

export interface RenderOptions {
  /** The reader's terminal shows ANSI colours. */
  readonly color: boolean;
  /** Columns of the reader's terminal. */
  readonly width: number;
}
