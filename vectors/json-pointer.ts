/** The members of a JSON Pointer (RFC 6901), unescaped. */
const membersOf = (pointer: string): string[] => pointer.split("/").slice(1).map((member) => member.replaceAll("~1", "/").replaceAll("~0", "~"));

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;
const childOf = (value: unknown, member: string): unknown => (isContainer(value) ? (value as Record<string, unknown>)[member] : undefined);

/** Reads the value at a pointer; undefined where there is none. */
export const valueAt = (root: unknown, pointer: string): unknown => membersOf(pointer).reduce(childOf, root);

/**
 * A copy of `root` with the value at `pointer` replaced, added or (with `undefined`) taken away.
 *
 * @throws Error when the pointer's parent does not exist
 */
export const withValueAt = <Root extends object>(root: Root, pointer: string, value: unknown): Root => {
  const copy = structuredClone(root);
  const members = membersOf(pointer);
  const last = members.pop();
  const parent = members.reduce<unknown>(childOf, copy);
  if (last === undefined || !isContainer(parent)) throw new Error(`no parent at ${pointer}: expected an object or list there`);
  if (value !== undefined) (parent as Record<string, unknown>)[last] = structuredClone(value);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
};

/** Whether two JSON values are equal, whatever the order of their members. */
export const sameJson = (left: unknown, right: unknown): boolean => {
  if (Object.is(left, right)) return true;
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) return left === right;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameJson(childOf(left, key), childOf(right, key)));
};
