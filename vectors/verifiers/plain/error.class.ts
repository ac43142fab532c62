import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Words of codes and what they tell, the most telling first. */
const WORDS: readonly (readonly [words: RegExp, kind: string])[] = [
  [/echo_mismatch/, "extension"],
  [/pending|in_flight/, "pending"],
  [/unexpected|unknown_settlement|^settle_failed|^verification_failed/, "unexpected"],
  [/duplicate|nonce_already_used|already_collected/, "nonce"],
  [/allowance/, "allowance"],
  [/insufficient|exceeds_balance/, "funds"],
  [/expired|valid_after|valid_before/, "time"],
  [/signature/, "signature"],
  [/recipient/, "recipient"],
  [/value|exceeds_amount|amount_mismatch/, "amount"],
  [/network/, "network"],
  [/version/, "version"],
  [/scheme/, "scheme"],
  [/requirements/, "requirements"],
  [/transaction/, "transaction"],
  [/^invalid_payload$|payload_type/, "malformed"],
];

/** Answers `error.class` by the words a code is made of. */
export const verifier: Verifier = ({ input }) => {
  const { code } = input;
  if (typeof code !== "string") return refused("not a text");
  const found = WORDS.find(([words]) => words.test(code.toLowerCase()));
  return found === undefined ? refused("unknown") : accepted({ class: found[1] });
};
