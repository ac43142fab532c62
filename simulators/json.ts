/** Questions about decoded JSON of unknown origin. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Semantic equality of two JSON values: the order of members does not matter, the order of items does. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, index) => jsonEqual(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], right[key]));
}

/** Whether everything in `part` is in `whole` with the same value. Objects may have more members, arrays may not have more items. */
export function jsonIncludes(options: { whole: unknown; part: unknown }): boolean {
  const { whole, part } = options;
  if (!isObject(part)) return jsonEqual(whole, part);
  return isObject(whole) && Object.keys(part).every((key) => Object.hasOwn(whole, key) && jsonIncludes({ whole: whole[key], part: part[key] }));
}

/** A text that is equal for semantically equal values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (isObject(member) ? Object.fromEntries(Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1))) : member));
}
