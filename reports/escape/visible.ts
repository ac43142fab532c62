/**
 * Replaces every character that a reader cannot see, or that moves, recolours or reorders what is
 * around it: controls (C0, DEL, C1, so every ANSI escape too), format characters (bidi overrides,
 * zero-width and tag characters), line and paragraph separators, lone surrogates, noncharacters.
 *
 * A report shows what was on the wire, so nothing is dropped: each becomes its code point in writing,
 * `\u{202e}`. Tab and line feed stay when `lines` is true.
 *
 * @example visible({ text: "a\u001b[31mb" }) // "a\\u{1b}[31mb"
 */
export function visible(options: { text: string; lines?: boolean }): string {
  const { text, lines = false } = options;
  return text.replace(INVISIBLE, (character) => {
    if (lines && (character === "\n" || character === "\t")) return character;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;
