import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const FILTERS = ["type", "payTo", "scheme", "network", "extensions"];

/** Answers `discovery-query.parse` from the query's letters; whatever the text leaves open is refused, other parameters are left aside. */
export const verifier: Verifier = ({ input }) => {
  const given = new Map<string, string>();
  try {
    for (const pair of String(input["query"]).split("&").filter((text) => text !== "")) {
      const sign = pair.indexOf("=");
      const [name = "", value = ""] = (sign < 0 ? [pair, ""] : [pair.slice(0, sign), pair.slice(sign + 1)]).map(decodeURIComponent);
      if (given.has(name)) return refused(`${name} twice`);
      given.set(name, value);
    }
  } catch {
    return refused("encoding");
  }
  const limit = given.get("limit") ?? "20";
  const offset = given.get("offset") ?? "0";
  if (!/^[0-9]{1,15}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) return refused("limit");
  if (!/^[0-9]{1,15}$/.test(offset)) return refused("offset");
  return accepted({ limit: Number(limit), offset: Number(offset), filters: Object.fromEntries([...given].filter(([name]) => FILTERS.includes(name))) });
};
