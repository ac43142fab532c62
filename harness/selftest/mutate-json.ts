import type { FieldMutation } from "./field-mutations.ts";

/** Stands for a duplicate key while the document is an object; turned into the real key in the text. */
const DUPLICATE = "\u0000duplicate";

/**
 * Applies one mutation to a JSON text. A text the mutation does not fit is returned unchanged.
 *
 * @returns the changed text and whether anything changed
 */
export function mutateJson(options: { text: string; mutation: Pick<FieldMutation, "path" | "operation"> }): { readonly text: string; readonly changed: boolean } {
  const { path, operation } = options.mutation;
  const unchanged = { text: options.text, changed: false };
  let root: unknown;
  try {
    root = JSON.parse(options.text) as unknown;
  } catch {
    return unchanged;
  }
  if (operation === "extra") return isRecord(root) ? { text: JSON.stringify({ ...root, "x-conformance-extra": { added: true } }), changed: true } : unchanged;
  const parent = path.slice(0, -1).reduce<unknown>((value, name) => (isRecord(value) || Array.isArray(value) ? (value as Record<string, unknown>)[name] : undefined), root);
  const name = path.at(-1);
  if (!isRecord(parent) || name === undefined) return unchanged;
  const present = name in parent;
  const value = parent[name];
  switch (operation) {
    case "drop":
      if (!present) return unchanged;
      delete parent[name];
      break;
    case "null":
      parent[name] = null;
      break;
    case "wrong-type":
      parent[name] = wrongType(value);
      break;
    case "wrong-case":
      if (!present) return unchanged;
      delete parent[name];
      parent[name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase()] = value;
      break;
    case "duplicate":
      if (!present) return unchanged;
      // The last of two equal keys wins in nearly every parser, so the second one carries the wrong value.
      parent[DUPLICATE] = wrongType(value);
      return { text: JSON.stringify(root).replace(JSON.stringify(DUPLICATE), () => JSON.stringify(name)), changed: true };
    case "plus-one":
    case "minus-one": {
      const moved = shifted({ value, by: operation === "plus-one" ? 1n : -1n });
      if (moved === undefined) return unchanged;
      parent[name] = moved;
      break;
    }
  }
  return { text: JSON.stringify(root), changed: true };
}

function wrongType(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return 7402;
    case "number":
      return String(value);
    case "boolean":
      return String(value);
    default:
      return Array.isArray(value) ? { wrong: true } : "wrong";
  }
}

function shifted(options: { value: unknown; by: bigint }): unknown {
  const { value, by } = options;
  if (typeof value === "number" && Number.isInteger(value)) return value + Number(by);
  return typeof value === "string" && /^[0-9]+$/.test(value) ? (BigInt(value) + by).toString() : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
