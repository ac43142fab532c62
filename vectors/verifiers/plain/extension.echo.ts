import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every value that is no object or list, by its path; an empty object or list counts as a value. */
const leaves = (value: unknown, path: string, into: Map<string, string>): Map<string, string> => {
  const members = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  if (members.length === 0) into.set(path, JSON.stringify(value));
  for (const [name, member] of members) leaves(member, `${path}${Array.isArray(value) ? "[" : "{"}${JSON.stringify(name)}`, into);
  return into;
};

/** Answers `extension.echo` leaf by leaf: members added anywhere count as additions, to lists and inside objects too. */
export const verifier: Verifier = ({ shared, input }) => {
  const supports = shared["supports"] as readonly string[];
  const offered = input["offered"] as Readonly<Record<string, { readonly info?: unknown }>>;
  const sent = isRecord(input["sent"]) ? input["sent"] : {};
  for (const [name, extension] of Object.entries(offered)) {
    const echo = sent[name];
    if (echo === undefined && !supports.includes(name)) continue;
    if (!isRecord(echo) || !isRecord(echo["info"])) return refused(`${name} without info`);
    const received = leaves(extension.info, "", new Map());
    const returned = leaves(echo["info"], "", new Map());
    for (const [path, value] of received) if (returned.get(path) !== value) return refused(`${name}: ${path}`);
  }
  return accepted();
};
