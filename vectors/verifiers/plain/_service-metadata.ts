import { domainToASCII } from "node:url";

const isPrintable = (text: unknown): text is string => typeof text === "string" && text.length >= 1 && text.length <= 32 && Array.from(text).every((character) => character >= " " && character <= "~");

export const isServiceName = isPrintable;
export const isTag = isPrintable;

const HERE = new Set(["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"]);

/** A label that URL parsers read as a number: decimal, octal or hexadecimal. */
const isNumber = (label: string): boolean => /^(?:[0-9]+|0x[0-9a-f]*)$/.test(label);

/** Whether the text is an http URL whose host is a public name; the host is judged decoded and normalised. */
export const isIconUrl = (text: unknown): text is string => {
  if (typeof text !== "string" || text.length > 2048 || Array.from(text).some((character) => character < " " || (character >= "\u007f" && character <= "\u009f"))) return false;
  const authority = /^https?:\/\/([^/?#\\]+)/i.exec(text)?.[1];
  if (authority === undefined || authority.includes("@") || authority.includes("[")) return false;
  const host = hostOf(authority.replace(/:[0-9]*$/, ""));
  if (host === undefined || host === "" || HERE.has(host)) return false;
  // A name whose last label is a number is an address, or a wrong one.
  return !isNumber(host.split(".").at(-1) ?? "");
};

const hostOf = (written: string): string | undefined => {
  try {
    return domainToASCII(decodeURIComponent(written)).replace(/\.$/, "").toLowerCase();
  } catch {
    return undefined;
  }
};
