import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { isObject, type JsonObject } from "../../simulators/json.ts";
import type { RpcDialect } from "../methods/method.ts";
import { type ExactJson, messagesOf, readOrNothing } from "./exact-json.ts";
import { refuseUpgrade, type UpgradeHandler } from "./http-peer.ts";
import { type AskedCall, idText } from "./rpc-calls.ts";
import type { Attached } from "./rpc-cases.ts";

/** Bytes of a message, and bytes that may wait for a reader before he is given up. */
const MOST_BYTES = { fromTarget: 4 * 1024 * 1024, fromNode: 64 * 1024 * 1024, waiting: 16 * 1024 * 1024 };
/** Calls of a connection whose answers are waited for, and subscriptions of one that are told apart. */
const MOST_KEPT = 10_000;

export interface RpcSockets {
  readonly upgrade: UpgradeHandler;
  close(): void;
}

interface SocketOptions {
  /** The node's. */
  readonly url: string;
  readonly dialect: RpcDialect;
  readonly ownerOf: (text: string) => Attached | undefined;
  readonly read: (message: ExactJson) => AskedCall;
}

/** Passes websockets on to the node, message by message: calls are their case's as they are over HTTP, and what it hides nobody is told of. */
export function createRpcSockets(options: SocketOptions): RpcSockets {
  const { ownerOf } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES.fromTarget });
  const open = new Set<WebSocket>();
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const node = new WebSocket(options.url, { perMessageDeflate: false, maxPayload: MOST_BYTES.fromNode });
    open.add(node);
    node.once("close", () => open.delete(node));
    socket.once("close", () => node.terminate());
    let isOpen = false;
    node.on("error", (error) => {
      if (isOpen) return node.terminate();
      // Whoever went away first is not told, and neither is anybody once the proxy is closed.
      if (socket.destroyed || !open.has(node)) return;
      ownerOf("")?.worldFailed(`the local chain did not take a websocket: ${String(error)}`);
      refuseUpgrade(socket, 502);
    });
    node.once("open", () => {
      isOpen = true;
      server.handleUpgrade(request, socket, head, (target) => relay({ ...options, target, node }));
    });
  };
  return {
    upgrade,
    close() {
      const closing = [...open];
      open.clear();
      for (const node of closing) node.terminate();
      for (const target of server.clients) target.terminate();
    },
  };
}

function relay(options: SocketOptions & { readonly target: WebSocket; readonly node: WebSocket }): void {
  const { target, node, dialect, ownerOf } = options;
  const waiting = new Map<string, AskedCall[]>();
  /** What was asked for, by the subscription's id. */
  const subscriptions = new Map<string, string>();

  const hear = (text: string): void => {
    const body = readOrNothing(text);
    const asked = body === undefined ? [] : messagesOf(body).map((message) => (isNotification(message.value, dialect) ? unheard(message) : options.read(message)));
    if (asked.some(({ scripted }) => scripted?.kind === "drop" || scripted?.kind === "text")) return target.terminate();
    const replies = asked.flatMap(({ scripted, id }) => (scripted?.kind === "reply" && id !== undefined ? [scripted.reply] : []));
    if (replies.length > 0) send(target, JSON.stringify(Array.isArray(body?.value) ? replies : replies[0]));
    const left = asked.filter(({ scripted }) => scripted === undefined);
    if (left.length === 0 && asked.length > 0) return;
    const pass = (): void => {
      for (const call of left) {
        if (call.call === undefined) continue;
        // Nobody says what became of it.
        if (call.id === undefined) call.answered({});
        else if (waiting.size < MOST_KEPT) waiting.set(call.id, [...(waiting.get(call.id) ?? []), call]);
      }
      send(node, left.length === asked.length ? text : JSON.stringify(left.map(({ message }) => message)));
    };
    const ready = left.flatMap((call) => call.ready() ?? []);
    if (ready.length === 0) pass();
    else void Promise.all(ready).then(pass, () => target.terminate());
  };

  const tell = (text: string): void => {
    const body = readOrNothing(text);
    for (const { value, exact } of body === undefined ? [] : messagesOf(body)) {
      if (!isObject(value) || !isObject(exact)) continue;
      const { method, params } = value;
      if (typeof method === "string") {
        // A node tells one thing at a time.
        if (isHidden({ method, params, exact })) return;
        continue;
      }
      const id = idText(exact["id"]) ?? "";
      const [call, ...more] = waiting.get(id) ?? [];
      if (call === undefined) continue;
      if (more.length === 0) waiting.delete(id);
      else waiting.set(id, more);
      call.answered(value);
      const { result } = exact;
      if (/subscribe$/i.test(call.call?.method ?? "") && result !== undefined && typeof value["result"] !== "boolean" && subscriptions.size < MOST_KEPT) subscriptions.set(JSON.stringify(result), JSON.stringify(call.call?.params) ?? "");
    }
    send(target, text);
  };

  const isHidden = ({ method, params, exact }: { readonly method: string; readonly params: unknown; readonly exact: JsonObject }): boolean => {
    if (dialect.announces?.({ method, params }) !== true) return false;
    const of = isObject(exact["params"]) ? subscriptions.get(JSON.stringify(exact["params"]["subscription"]) ?? "") : undefined;
    return ownerOf([of ?? "", JSON.stringify(params) ?? ""].join(" "))?.script.hideReceipts === true;
  };

  couple({ from: target, to: node, take: hear, binary: hear });
  couple({ from: node, to: target, take: tell, binary: (data) => send(target, data) });
  target.on("error", () => target.terminate());
}

/** @param options.binary takes the same from a binary frame: nodes read calls in these too, and tell nothing in them */
function couple(options: { readonly from: WebSocket; readonly to: WebSocket; readonly take: (text: string) => void; readonly binary: (text: string) => void }): void {
  const { from, to, take, binary } = options;
  from.on("message", (data, isBinary) => (isBinary ? binary : take)(String(data as Buffer)));
  from.on("close", (code, reason) => {
    // Codes that are only ever noticed, never sent.
    if (code === 1005 || code < 1000) to.close();
    else if (code === 1006 || code === 1015) to.terminate();
    else to.close(code, reason);
  });
}

function send(to: WebSocket, data: string): void {
  if (to.bufferedAmount > MOST_BYTES.waiting) return to.terminate();
  if (to.readyState === to.OPEN) to.send(data);
}

/** Such as the `ping` by which some clients keep a connection: nobody asks anything, and no script means it. */
function isNotification(message: unknown, dialect: RpcDialect): boolean {
  return isObject(message) && !Object.hasOwn(message, "id") && !(typeof message["method"] === "string" && dialect.broadcasts.has(message["method"]));
}

function unheard({ exact }: ExactJson): AskedCall {
  return { message: exact, id: undefined, call: undefined, scripted: undefined, ready: () => undefined, answered: () => undefined, unanswered: () => undefined };
}
