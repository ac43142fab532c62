// Maps and not objects: a level of a hostile file may be called "constructor".

/** What a level means for a target. */
export const LEVEL_MEANING: ReadonlyMap<string, string> = new Map([
  ["MUST", "The specification demands it. Violating it is a failure."],
  ["IMPLIED", "The specification states it as fact, in a table, an example or plain prose. Judged like MUST."],
  ["SHOULD", "The specification recommends it. Not doing it is a warning."],
  ["MAY", "The specification allows it. Information only."],
]);

/** Where a requirement comes from. */
export const BASIS_MEANING: ReadonlyMap<string, string> = new Map([
  ["snapshot", "Stands in the pinned revision of the specification."],
  ["newer", "Stands in a newer text of the specification than the pinned one."],
  ["newer-unconfirmed", "Seen in a newer text that is not confirmed. Advice only."],
  ["draft", "A proposal by others (draft), or a text of this project that nobody else agreed to (experimental). Advice only."],
  ["gap", "The specification is silent. Our own recommendation, advice only."],
]);

/** The word for a target's role, with what it does, for somebody who does not know x402. */
export const ROLE_MEANING: ReadonlyMap<string, string> = new Map([
  ["server", "Resource server: asks for payment with HTTP 402 and serves what was paid for."],
  ["client", "Client: reads what a payment should be, signs it and sends it."],
  ["facilitator", "Facilitator: verifies payments and settles them on the chain for servers."],
]);
