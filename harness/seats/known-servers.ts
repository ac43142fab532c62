import type { LocalChain } from "../../simulators/chains/chain.ts";

/** A server that a facilitator under test knows by its credential. */
export interface KnownServer {
  readonly credential: string;
  /** Its `payTo`. */
  readonly account: string;
}

/** The servers of a case: its own, whom its payments pay, and another one. */
export function serversOf(options: { readonly tag: string; readonly chain: LocalChain }): readonly [KnownServer, KnownServer] {
  const { tag, chain } = options;
  return [
    { credential: `srv-${tag}-own`, account: chain.address(`${tag}/recipient`) },
    { credential: `srv-${tag}-other`, account: chain.address(`${tag}/other-recipient`) },
  ];
}
