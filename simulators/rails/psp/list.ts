import type { JsonObject } from "../../json.ts";
import { optional, type Reader, readParams, type Shape, type Read, text } from "./params.ts";
import { badParameter } from "./psp-error.ts";

/** What a list shows at most, whoever asks for more. */
const MAX_PAGE = 100;

const pageSize: Reader<number> = (value, name) => {
  const size = typeof value === "string" && /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (size < 1 || size > MAX_PAGE) throw badParameter({ name, message: `${name} is a whole number from 1 to ${MAX_PAGE}.` });
  return size;
};

/** Parameters of the query that every list takes. */
export const pageParams = { limit: optional(pageSize), starting_after: optional(text()) };

/** Parameters of the query. One that is not listed is refused, and so is one that stands there twice: which of the two is meant, nobody knows. */
export function readQuery<Of extends Shape>(query: URLSearchParams, shape: Of): Read<Of> {
  for (const name of query.keys()) if (query.getAll(name).length > 1) throw badParameter({ name: name.slice(0, 64), message: `${JSON.stringify(name.slice(0, 64))} stands in the query more than once.` });
  return readParams(Object.fromEntries(query), shape);
}

/**
 * A page of a list, the newest first.
 *
 * @param options.items those the key may see, the oldest first
 * @param options.matches the filters of the request. They do not decide whether `starting_after` is known: what was on
 * the page before may have changed since, and fit them no longer
 * @param options.size where the request says none
 * @throws PspError 400 where `starting_after` is the id of none of the items
 */
export function pageOf<Item extends { readonly id: string }>(options: {
  readonly items: readonly Item[];
  readonly matches?: (item: Item) => boolean;
  readonly page: Read<typeof pageParams>;
  readonly size?: number;
  readonly render: (item: Item) => JsonObject;
}): { readonly body: JsonObject } {
  const { items, matches = () => true, page, size = MAX_PAGE, render } = options;
  const { limit = size, starting_after: last } = page;
  const newest = items.toReversed();
  const from = last === undefined ? 0 : newest.findIndex(({ id }) => id === last) + 1;
  if (last !== undefined && from === 0) throw badParameter({ name: "starting_after", message: "starting_after is the id of the last item of the page before. This list has no such item." });
  const found = newest.slice(from).filter(matches);
  return { body: { object: "list", data: found.slice(0, limit).map(render), has_more: found.length > limit } };
}
