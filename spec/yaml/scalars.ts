/** The text has a form that is left to the library. */
export class NotPlain extends Error {}

/**
 * Where a quoted scalar ends.
 *
 * @returns the position after the closing quote; `undefined` while it is open
 */
export const quotedEnd = (text: string): number | undefined => {
  const quote = text[0];
  for (let at = 1; at < text.length; at += 1) {
    if (quote === '"' && text[at] === "\\") at += 1;
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return undefined;
};

/** The value of a whole quoted scalar whose lines were joined by one blank each. */
export const unquote = (text: string): string => {
  const inner = text.slice(1, -1);
  if (text.startsWith("'")) return inner.replaceAll("''", "'");
  if (!inner.includes("\\")) return inner;
  // A backslash at the end of a line, and the escapes that JSON does not have.
  if (!/^(?:[^\\]|\\["\\/nt]|\\u[0-9a-fA-F]{4})*$/.test(inner)) throw new NotPlain();
  return JSON.parse(text) as string;
};

/** The value of a plain scalar, by the core schema. */
export const resolvePlain = (text: string): string | number | boolean | null => {
  const first = text.charCodeAt(0);
  // Indicators begin something else; a dash may begin a word or a number.
  if (text === "" || "?:,[]{}#&*!|>'\"%@`".includes(text[0] ?? "") || (first === DASH && !/^-[^\s-]/.test(text))) throw new NotPlain();
  if (text.includes(": ") || text.includes(" #") || text.endsWith(":")) throw new NotPlain();
  if (text.length <= 5) {
    if (/^(?:~|null|Null|NULL)$/.test(text)) return null;
    if (/^(?:true|True|TRUE)$/.test(text)) return true;
    if (/^(?:false|False|FALSE)$/.test(text)) return false;
  }
  // A number begins with a digit, a sign or a point.
  return first > NINE || first < PLUS ? text : resolveNumber(text);
};

const [PLUS, DASH, NINE] = [0x2b, 0x2d, 0x39];

const resolveNumber = (text: string): string | number => {
  if (/^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?$/.test(text)) return Number(text);
  // What is left of the forms of numbers is rare enough to leave it.
  if (/^0x[0-9a-fA-F]+$|^0o[0-7]+$|^[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$|^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$/.test(text)) throw new NotPlain();
  return text;
};
