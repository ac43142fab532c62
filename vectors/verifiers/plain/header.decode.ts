import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 by table, RFC 4648 section 4; undefined for anything a strict decoder refuses. */
const decode = (text: string): Uint8Array | undefined => {
  if (text.length === 0 || text.length % 4 !== 0) return undefined;
  const signs = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const last = at + 4 === text.length;
    const four = Array.from(text.slice(at, at + 4), (character, index) => (last && index >= 4 - signs ? 0 : ALPHABET.indexOf(character)));
    if (four.includes(-1)) return undefined;
    const word = four.reduce((sum, sextet) => sum * 64 + sextet, 0);
    const octets = [(word >> 16) & 255, (word >> 8) & 255, word & 255];
    bytes.push(...(last ? octets.slice(0, 3 - signs) : octets));
  }
  return Uint8Array.from(bytes);
};

/** Answers `header.decode` strictly. */
export const verifier: Verifier = ({ input }) => {
  const values = input["values"] as readonly string[];
  const [value] = values;
  if (value === undefined || values.length > 1) return refused(`${values.length} values`);
  const bytes = decode(value);
  if (bytes === undefined) return refused("not base64");
  try {
    const message: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof message === "object" && message !== null && !Array.isArray(message) ? accepted(message) : refused("no object");
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not JSON");
  }
};
