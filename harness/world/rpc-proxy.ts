import { Pool } from "undici";
import type { LocalChain } from "../../simulators/chains/chain.ts";
import type { RpcDialect } from "../methods/method.ts";
import type { HttpPeer, PeerAnswer, ReceivedRequest } from "./http-peer.ts";
import { createCallReader } from "./rpc-calls.ts";
import { type AttachCase, createCaseBook, type RpcCase } from "./rpc-cases.ts";
import { createRpcForwarder } from "./rpc-forwarder.ts";
import { respond } from "./rpc-respond.ts";
import { createRpcSockets } from "./rpc-sockets.ts";

/**
 * The way from a target to its chain: forwards JSON-RPC over HTTP and websockets, tells which case
 * a call belongs to, records it there, and answers by script where a case says so.
 */
export interface RpcProxy {
  /** What the target is given as its RPC URL. */
  readonly url: string;
  /** The same for websockets, where the chain has them. The port after that of {@link url} takes them too. */
  readonly wsUrl?: string;
  /** Puts a case on the line. Its tokens decide which calls are its own. */
  readonly attach: (options: AttachCase) => RpcCase;
  close(): Promise<void>;
}

/** @param options.name first path segment of the URL; unique in the peer */
export function startRpcProxy(options: { peer: HttpPeer; name: string; chain: Pick<LocalChain, "rpcUrl" | "wsUrl" | "tokensOf">; dialect: RpcDialect }): RpcProxy {
  const { peer, name, chain, dialect } = options;
  const pool = new Pool(chain.rpcUrl, { connections: 8 });
  const { ownerOf, attach } = createCaseBook();
  const read = createCallReader({ chain, dialect, ownerOf });
  const forward = createRpcForwarder({ pool });

  // Nodes that have no websockets of their own say so themselves.
  const sockets = createRpcSockets({ url: chain.wsUrl ?? chain.rpcUrl.replace(/^http/, "ws"), dialect, ownerOf, read });

  const handle = (request: ReceivedRequest): PeerAnswer => ({ script: respond({ request, read, forward }), onResponse: () => undefined });
  const url = peer.mount(name, handle, sockets.upgrade);
  return {
    url,
    ...(chain.wsUrl === undefined ? {} : { wsUrl: url.replace(/^http/, "ws") }),
    attach,
    async close() {
      peer.unmount(name);
      sockets.close();
      await pool.destroy();
    },
  };
}
