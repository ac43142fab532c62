import { Pool } from "undici";
import type { LocalChain } from "../../simulators/chains/chain.ts";
import type { RpcDialect } from "../methods/method.ts";
import type { HttpPeer, PeerAnswer, ReceivedRequest } from "./http-peer.ts";
import { createCallReader } from "./rpc-calls.ts";
import { type AttachCase, createCaseBook, type RpcCase } from "./rpc-cases.ts";
import { createRpcForwarder } from "./rpc-forwarder.ts";
import { respond } from "./rpc-respond.ts";

/**
 * The way from a target to its chain: forwards JSON-RPC over HTTP, single and batched, tells which case
 * a call belongs to, records it there, and answers by script where a case says so.
 */
export interface RpcProxy {
  /** What the target is given as its RPC URL. */
  readonly url: string;
  /** Puts a case on the line. Its tokens decide which calls are its own. */
  readonly attach: (options: AttachCase) => RpcCase;
  close(): Promise<void>;
}

/** @param options.name first path segment of the URL; unique in the peer */
export function startRpcProxy(options: { peer: HttpPeer; name: string; chain: Pick<LocalChain, "rpcUrl" | "tokensOf">; dialect: RpcDialect }): RpcProxy {
  const { peer, name, chain, dialect } = options;
  const pool = new Pool(chain.rpcUrl, { connections: 8 });
  const { ownerOf, attach } = createCaseBook();
  const read = createCallReader({ chain, dialect, ownerOf });
  const forward = createRpcForwarder({ pool });

  const handle = (request: ReceivedRequest): PeerAnswer => ({ script: respond({ request, read, forward }), onResponse: () => undefined });
  return {
    url: peer.mount(name, handle),
    attach,
    async close() {
      peer.unmount(name);
      await pool.destroy();
    },
  };
}
