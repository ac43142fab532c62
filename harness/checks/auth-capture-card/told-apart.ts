import { type AnsweredCall, record } from "../facilitator-calls.ts";
import { payloadOf } from "./books.ts";

/** Whether replies tell two refused payments apart by more than what differs between any two of them. */

export interface Difference {
  /** A member's path, or `status`. */
  readonly where: string;
  readonly one: string;
  readonly different: string;
}

/** Who paid, and with what. */
const OF_THE_PAYMENT = new Set(["transaction", "payer"]);
/** Identifiers, hashes and times. */
const PASSING = /\b[a-z]{2,10}_[A-Za-z0-9]{14,}\b|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b(?=[A-Za-z]*\d)[A-Za-z0-9]{20,}\b|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/g;

/**
 * The first member in which two replies differ. Numbers are times and durations, and do not count.
 *
 * @param options.twin a reply to a payment that was refused for the same reason as `one`: what differs there is chance
 */
export function difference(options: { readonly one: AnsweredCall; readonly other: AnsweredCall; readonly twin: AnsweredCall | undefined }): Difference | undefined {
  const { twin } = options;
  const [one, other] = [textsOf(options.one), textsOf(options.other)];
  const again = twin === undefined ? one : textsOf(twin);
  const where = [...new Set([...one.keys(), ...other.keys()])].find((path) => one.get(path) === again.get(path) && one.get(path) !== other.get(path));
  return where === undefined ? undefined : { where, one: one.get(where) ?? "nothing", different: other.get(where) ?? "nothing" };
}

function textsOf(call: AnsweredCall): ReadonlyMap<string, string> {
  const { token, paymentId } = payloadOf(call);
  const own = [token, paymentId, call.body["transaction"]].filter((id): id is string => typeof id === "string" && id !== "");
  const members = Object.fromEntries(Object.entries(call.body).filter(([name]) => !OF_THE_PAYMENT.has(name)));
  const texts = new Map([["status", String(call.response.status)]]);
  for (const [path, text] of leaves({ value: members, path: "" })) texts.set(path, own.reduce((rest, id) => rest.replaceAll(id, "…"), text).replaceAll(PASSING, "…"));
  return texts;
}

function leaves({ value, path }: { readonly value: unknown; readonly path: string }): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "number") return [];
  if (typeof value !== "object" || value === null) return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
  const members = Array.isArray(value) ? value.map((item, index): [string, unknown] => [String(index), item]) : Object.entries(record(value));
  return members.flatMap(([name, member]) => leaves({ value: member, path: path === "" ? name : `${path}.${name}` }));
}
