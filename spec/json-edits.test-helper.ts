/** One place in which two JSON values differ. */
export type JsonEdit = {
  readonly kind: "added" | "removed" | "replaced";
  /** JSON Pointer. */
  readonly path: string;
  /** What was added or removed. */
  readonly value?: unknown;
};

/**
 * The edits that make one JSON value of another. Members are compared by name and elements by position;
 * values of different kinds, and lists of different length, differ as a whole.
 */
export const jsonEdits = (options: { from: unknown; to: unknown; path?: string }): JsonEdit[] => {
  const { from, to, path = "" } = options;
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) return from.flatMap((value: unknown, index) => jsonEdits({ from: value, to: to[index], path: `${path}/${index}` }));
  if (!isObject(from) || !isObject(to)) return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ kind: "replaced", path }];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key): JsonEdit[] => {
    const place = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!Object.hasOwn(to, key)) return [{ kind: "removed", path: place, value: from[key] }];
    if (!Object.hasOwn(from, key)) return [{ kind: "added", path: place, value: to[key] }];
    return jsonEdits({ from: from[key], to: to[key], path: place });
  });
};

/**
 * Whether edits are one deviation: a single place, a member under another name or in another place, or
 * members wrapped into one or unwrapped from it.
 */
export const isOneEdit = (edits: readonly JsonEdit[]): boolean => {
  if (edits.length === 1) return true;
  const removed = edits.filter((edit) => edit.kind === "removed");
  const added = edits.filter((edit) => edit.kind === "added");
  if (removed.length + added.length !== edits.length) return false;
  if (removed.length === 1 && added.length === 1) return true;
  const [whole, parts] = removed.length === 1 ? [removed[0], added] : added.length === 1 ? [added[0], removed] : [undefined, []];
  const text = JSON.stringify(whole?.value);
  return whole !== undefined && parts.every(({ value }) => text.includes(JSON.stringify(value)));
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
