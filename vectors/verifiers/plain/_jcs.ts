/** RFC 8785 by hand: a reader of JSON and a writer of its canonical form in one. */

const SHORT: Readonly<Record<string, string>> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
const ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\", "/": "/" };

const writeString = (text: string): string => {
  let out = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) throw new Error("half a surrogate pair");
    out += SHORT[character] ?? (code < 0x20 ? `\\u${code.toString(16).padStart(4, "0")}` : character);
  }
  return `"${out}"`;
};

/** Digits and exponent of ECMAScript's Number::toString, laid out by its rules. */
const writeNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new Error("a number beyond doubles");
  if (value === 0) return "0";
  if (value < 0) return `-${writeNumber(-value)}`;
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const point = Number(power) + 1;
  if (digits.length <= point && point <= 21) return digits + "0".repeat(point - digits.length);
  if (point > 0 && point <= 21) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  if (point > -6 && point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  const sign = point - 1 < 0 ? "-" : "+";
  return `${digits.length === 1 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`}e${sign}${Math.abs(point - 1)}`;
};

const byCodeUnits = (left: string, right: string): number => {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = left.charCodeAt(at) - right.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/**
 * The canonical form of a JSON text.
 *
 * @throws Error where the text is no JSON, or has no canonical form
 */
export const canonicalJson = (json: string): string => {
  let at = 0;
  const fail = (): never => {
    throw new Error(`not JSON at ${at}`);
  };
  const blank = (): void => {
    while (at < json.length && " \t\n\r".includes(json.charAt(at))) at++;
  };
  const take = (token: string): boolean => {
    if (!json.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const readString = (): string => {
    if (!take('"')) fail();
    let text = "";
    while (!take('"')) {
      const character = json.charAt(at++);
      if (character === "" || character < " ") fail();
      if (character !== "\\") {
        text += character;
        continue;
      }
      const escape = json.charAt(at++);
      const hex = escape === "u" ? /^[0-9a-fA-F]{4}/.exec(json.slice(at, at + 4))?.[0] : undefined;
      if (hex !== undefined) at += 4;
      text += hex === undefined ? (ESCAPES[escape] ?? fail()) : String.fromCharCode(Number.parseInt(hex, 16));
    }
    return text;
  };
  const list = (end: string, item: () => void): void => {
    blank();
    if (take(end)) return;
    for (;;) {
      item();
      if (take(end)) return;
      if (!take(",")) fail();
    }
  };
  const value = (): string => {
    blank();
    const out = readValue();
    blank();
    return out;
  };
  const readValue = (): string => {
    for (const literal of ["null", "true", "false"]) if (take(literal)) return literal;
    if (json.charAt(at) === '"') return writeString(readString());
    if (take("[")) {
      const items: string[] = [];
      list("]", () => items.push(value()));
      return `[${items.join(",")}]`;
    }
    if (take("{")) {
      const members = new Map<string, string>();
      list("}", () => {
        blank();
        const name = readString();
        blank();
        if (!take(":")) fail();
        if (members.has(name)) throw new Error("a member twice");
        members.set(name, value());
      });
      return `{${[...members].toSorted(([left], [right]) => byCodeUnits(left, right)).map(([name, text]) => `${writeString(name)}:${text}`).join(",")}}`;
    }
    const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(json.slice(at))?.[0] ?? fail();
    at += number.length;
    return writeNumber(Number(number));
  };
  const out = value();
  return at === json.length ? out : fail();
};
