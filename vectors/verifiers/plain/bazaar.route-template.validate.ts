import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const MARKS = "_/:.-~%";
const allowed = (character: string): boolean => (character >= "a" && character <= "z") || (character >= "A" && character <= "Z") || (character >= "0" && character <= "9") || MARKS.includes(character);

/** Answers `bazaar.route-template.validate` rule by rule; what cannot be decoded is refused. */
export const verifier: Verifier = ({ input }) => {
  const template = input["routeTemplate"];
  if (typeof template !== "string" || template.length < 2 || !template.startsWith("/")) return refused("form");
  if (!Array.from(template).every(allowed)) return refused("characters");
  try {
    const decoded = decodeURIComponent(template);
    return decoded.includes("..") || decoded.includes("://") ? refused("two dots or a scheme") : accepted();
  } catch {
    return refused("encoding");
  }
};
