/** Thrown where the SDK has no function that answers this very question. */
export class Unsupported extends Error {}

/** Throws what a verifier of the SDK gave as its reason, unless it accepted. */
export const demand = (holds, reason) => {
  if (!holds) throw new Error(reason ?? "refused");
};
