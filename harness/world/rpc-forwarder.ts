import type { Pool } from "undici";

export interface RpcCallMessage {
  readonly method: string;
  readonly params: unknown;
}

/** A node's reply to one call: `result` or `error`. */
export type RpcReply = Readonly<Record<string, unknown>>;

/**
 * Passes calls on to the node. Calls made in the same turn of the event loop go in one request: what
 * a target sent as a batch reaches the node as a batch.
 */
export function createRpcForwarder(options: { pool: Pool }): (call: RpcCallMessage) => Promise<RpcReply> {
  let waiting: { call: RpcCallMessage; resolve: (reply: RpcReply) => void; reject: (error: unknown) => void }[] = [];

  async function flush(): Promise<void> {
    const sent = waiting;
    waiting = [];
    const calls = sent.map(({ call }, id) => ({ jsonrpc: "2.0", id, method: call.method, params: call.params ?? [] }));
    try {
      const { body } = await options.pool.request({ path: "/", method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(calls.length === 1 ? calls[0] : calls) });
      const answered = (await body.json()) as RpcReply | readonly RpcReply[];
      const replies = new Map((Array.isArray(answered) ? (answered as readonly RpcReply[]) : [answered as RpcReply]).map((reply) => [reply["id"], reply]));
      for (const [id, { resolve, reject }] of sent.entries()) {
        const reply = replies.get(id);
        if (reply === undefined) reject(new Error("the local chain left a call of a batch unanswered"));
        else resolve(reply);
      }
    } catch (error) {
      for (const { reject } of sent) reject(error);
    }
  }

  return (call) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({ call, resolve, reject });
    });
}
