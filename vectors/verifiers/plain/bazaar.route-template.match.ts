import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `bazaar.route-template.match` segment by segment, without decoding. */
export const verifier: Verifier = ({ input }) => {
  const template = String(input["routeTemplate"]).split("/");
  const path = String(input["path"]).split("/");
  if (template.length !== path.length) return refused(`${path.length - 1} segments`);
  const pathParams: Record<string, string> = {};
  for (const [place, expected] of template.entries()) {
    const given = path[place] ?? "";
    if (!expected.startsWith(":")) {
      if (given !== expected) return refused(`segment ${place}`);
    } else {
      if (given === "") return refused(`nothing for ${expected}`);
      pathParams[expected.slice(1)] = given;
    }
  }
  return accepted({ pathParams });
};
