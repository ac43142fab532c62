import { nearest } from "../tools/nearest.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Parser of an option or argument that takes one of a few values.
 *
 * @param options.what what is chosen, as the sentence begins, e.g. `--role`
 * @param options.code of the error. Default: `unknown-choice`
 * @returns a function that throws a UsageError naming the nearest value and all there are
 */
export function choiceOf(options: { what: string; choices: readonly string[]; code?: string }): (text: string) => string {
  const { what, choices } = options;
  return (text) => {
    if (choices.includes(text)) return text;
    const near = nearest({ name: text, candidates: choices });
    throw new UsageError({ code: options.code ?? "unknown-choice", message: `${what}: there is no "${text}".`, next: `${near === undefined ? "" : `Did you mean "${near}"? `}There are: ${choices.join(", ")}.` });
  };
}
