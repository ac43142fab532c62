/**
 * JSON that is also harmless when a terminal or an editor shows it: what `JSON.stringify` leaves raw
 * (DEL, C1 controls, bidi overrides, line separators) is written as `\uXXXX`. The value read back
 * is the same.
 */
export function jsonText(options: { value: unknown; indent?: number }): string {
  return (JSON.stringify(options.value, null, options.indent) ?? "null").replace(RAW, (character) =>
    [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join(""),
  );
}

// C0 controls inside strings are escaped already; the ones left are the indentation's line feeds.
const RAW = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;
