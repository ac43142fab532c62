import type { Recorder } from "../trace/recorder.ts";

/**
 * Tells which case a message of the target belongs to. Cases run side by side against one instance,
 * so a facilitator call or a chain call is attributed by what only its case can know: its URL token,
 * its wallets' addresses, its nonces.
 */
export interface Attribution<Case> {
  /** Registers tokens (addresses, nonces, tags); compared without case. */
  claim(options: { owner: Case; tokens: readonly string[] }): void;
  release(owner: Case): void;
  /** The one case whose token stands in the text. */
  find(text: string): Case | undefined;
}

export interface CaseOwner {
  readonly tag: string;
  readonly recorder: Recorder;
}

/**
 * Tokens are whole runs of `0x` hex of 20 bytes or more (addresses, nonces, signatures), whole strings of base58 or
 * base64 (addresses, transactions), or `case=<tag>` / `/<tag>/` in a URL.
 */
const TOKEN = /0x[0-9a-f]{40,}|(?<=")[0-9a-z+/_-]{24,}={0,2}(?=")|(?<=case(?:=|%3d))[0-9a-z]{8,}|(?<=\/)c-[0-9a-z]{8,}/g;

export function createAttribution<Case>(): Attribution<Case> {
  const owners = new Map<string, Case>();
  return {
    claim({ owner, tokens }) {
      for (const token of tokens) owners.set(token.toLowerCase(), owner);
    },
    release(owner) {
      for (const [token, value] of owners) if (value === owner) owners.delete(token);
    },
    find(text) {
      for (const [token] of text.toLowerCase().matchAll(TOKEN)) {
        const owner = owners.get(token);
        if (owner !== undefined) return owner;
      }
      return undefined;
    },
  };
}
