import { DriverError } from "./errors.ts";

/**
 * Splits a command the way a shell would, without one: words, 'single' and "double" quotes, backslash.
 * No variables, globs, pipes or redirections; a command that needs them says `sh -c '…'`.
 *
 * @throws DriverError `command-not-found` when there is no word or a quote is left open
 */
export function splitCommand(command: string): readonly [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < command.length; index += 1) {
    const character = command.charAt(index);
    if (quote !== "" && character === quote) quote = "";
    else if (character === "\\" && quote !== "'" && escapes(command.charAt(index + 1), quote)) word = (word ?? "") + command.charAt((index += 1));
    else if (quote === "" && (character === '"' || character === "'")) [quote, word] = [character, word ?? ""];
    else if (quote === "" && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  const [first, ...rest] = words;
  if (quote !== "" || first === undefined || first === "") {
    throw new DriverError({ code: "command-not-found", what: "The command cannot be run", expected: "words, with quotes closed", found: JSON.stringify(command), next: "Mend it in the manifest." });
  }
  return [first, ...rest];
}

/** A backslash before anything else is itself, so that Windows paths survive. */
function escapes(next: string, quote: string): boolean {
  return quote === '"' ? next === '"' || next === "\\" : next !== "" && /[\s'"\\]/.test(next);
}
