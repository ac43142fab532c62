import { accepted as found, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };
const isObject = (value: unknown): value is Readonly<Record<string, Json>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** One text for each JSON value, whatever the order of its members. */
const canonical = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).toSorted();
  return `{${members.map((member) => `${JSON.stringify(member)}:${canonical(value[member] ?? null)}`).join()}}`;
};

const TERMS: readonly (readonly [member: string, type: string])[] = [["scheme", "string"], ["network", "string"], ["amount", "string"], ["asset", "string"], ["payTo", "string"], ["maxTimeoutSeconds", "number"]];

/** Answers `requirements.match` by the equality of whole offers, in which the order of members does not count. */
export const verifier: Verifier = ({ input }) => {
  const accepted = input["accepted"];
  const offered = input["offered"] as readonly Json[];
  if (!isObject(accepted)) return refused("no payment option");
  const missing = TERMS.find(([member, type]) => typeof accepted[member] !== type);
  if (missing !== undefined) return refused(`${missing[0]} is missing or of another type`);
  const wanted = canonical(accepted);
  const index = offered.findIndex((offer) => canonical(offer) === wanted);
  return index < 0 ? refused("not offered") : found({ index });
};
