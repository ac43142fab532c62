/** The websocket face: subscriptions over JSON-RPC. */
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { parseTransaction } from "../wire/parse-transaction.ts";
import { isWritable } from "../wire/transaction.ts";
import { accountViewParam, notifiedAccountJson } from "./account-json.ts";
import { accountFilters } from "./account-filter.ts";
import type { Engine } from "./engine.ts";
import { toJson } from "./json.ts";
import { answerBody, invalidParams, RpcError } from "./json-rpc.ts";
import type { Method } from "./json-rpc.ts";
import type { LandedTransaction } from "./ledger.ts";
import { addressParam, commitmentParam, configParam, flagParam, listParam, signatureParam, u64Param } from "./params.ts";
import { createSubscriptions } from "./subscriptions.ts";
import type { Subscription, Subscriptions } from "./subscriptions.ts";

const maxMessageBytes = 64 * 1024;
const maxPerConnection = 10_000;
/** Enough to be told that it may be one only. */
const maxMentions = 100;
/** Bytes that may wait for a reader before he is given up. */
const maxWaitingBytes = 16 * 1024 * 1024;

export interface Pubsub {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export function createPubsub({ engine }: { readonly engine: Engine }): Pubsub {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const subscriptions = createSubscriptions(engine);
  server.on("connection", (socket) => serve({ socket, engine, subscriptions }));
  return { upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, (connected) => server.emit("connection", connected, request)) };
}

function serve(options: { readonly socket: WebSocket; readonly engine: Engine; readonly subscriptions: Subscriptions }): void {
  const { socket, engine, subscriptions } = options;
  const mine = new Set<number>();
  const write = (text: string): void => {
    if (socket.bufferedAmount > maxWaitingBytes) return socket.terminate();
    if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const send: Subscription["send"] = ({ method, result, id }) => write(toJson({ jsonrpc: "2.0", method, params: { result, subscription: id } }));
  const subscribe = (kind: string, read: (params: readonly unknown[]) => Omit<Subscription, "id" | "method" | "send">, params: Method["params"]): readonly (readonly [string, Method])[] => [
    [
      `${kind}Subscribe`,
      {
        params,
        run(given) {
          if (mine.size >= maxPerConnection) throw new RpcError(-32_603, `Internal error: more than ${maxPerConnection} subscriptions on one connection`);
          const id = subscriptions.nextId();
          const subscription = read(given);
          mine.add(id);
          // After the answer that tells the id.
          setImmediate(() => {
            if (mine.has(id)) subscriptions.add({ id, method: `${kind}Notification`, send, ...subscription });
          });
          return id;
        },
      },
    ],
    [
      `${kind}Unsubscribe`,
      {
        params: [1, 1],
        run([id]) {
          const known = Number(u64Param(id, "a subscription's id"));
          if (!mine.delete(known)) throw invalidParams("Invalid subscription id.");
          subscriptions.remove(known);
          return true;
        },
      },
    ],
  ];
  const methods = new Map([
    ...subscribe("signature", signatureSubscription, [1, 2]),
    ...subscribe("account", (params) => accountSubscription(engine, params), [1, 2]),
    ...subscribe("program", (params) => programSubscription(engine, params), [1, 2]),
    ...subscribe("logs", logsSubscription, [1, 2]),
    ...subscribe("slot", () => ({ slot: ({ slot }) => ({ parent: slot - 1n, root: engine.slots.block("finalized").slot, slot }) }), [0, 0]),
    ...subscribe("root", () => ({ slot: () => engine.slots.block("finalized").slot }), [0, 0]),
  ]);

  // In frames of text or of bytes: Agave asks for no difference.
  socket.on("message", (data) => {
    if (!isUtf8(data as Buffer)) return socket.terminate();
    const answer = answerBody({ text: String(data as Buffer), methods });
    if (answer !== undefined) write(answer);
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    for (const id of mine) subscriptions.remove(id);
    mine.clear();
  });
}

/** What is watched. @throws RpcError in the words that this part of Agave has for anything else */
function wanted(what: "signature" | "pubkey", read: () => string): string {
  try {
    return read();
  } catch {
    throw invalidParams(`Invalid Request: Invalid ${what} provided`);
  }
}

/** Keys of accounts that a transaction may have changed: of one that failed, only who paid. */
function writtenKeys({ bytes, keys, error }: LandedTransaction): readonly string[] {
  const parsed = parseTransaction(bytes);
  if (!parsed.ok || error !== undefined) return keys.slice(0, 1);
  return keys.filter((_, index) => isWritable(parsed.transaction.message, index));
}

type Wanted = Pick<Subscription, "commitment" | "about">;

function signatureSubscription([signature, settings]: readonly unknown[]): Wanted & Pick<Subscription, "signature"> {
  const config = configParam(settings);
  // That a signature was received is told to nobody here, whoever asks for it.
  flagParam(config, "enableReceivedNotification");
  return { commitment: commitmentParam(config), signature: wanted("signature", () => signatureParam(signature)), about: ({ error }) => [{ err: error ?? null }] };
}

function accountSubscription({ runtime }: Engine, [address, settings]: readonly unknown[]): Wanted {
  const config = configParam(settings);
  const watched = wanted("pubkey", () => addressParam(address));
  const view = accountViewParam(config, "binary");
  return {
    commitment: commitmentParam(config),
    about(landed) {
      if (!writtenKeys(landed).includes(watched)) return [];
      const account = runtime.getAccount(watched) ?? { lamports: 0n, data: new Uint8Array(), owner: "11111111111111111111111111111111", executable: false };
      return [notifiedAccountJson({ account, view, runtime, address: watched })];
    },
  };
}

function programSubscription({ runtime }: Engine, [program, settings]: readonly unknown[]): Wanted {
  const config = configParam(settings);
  const owner = wanted("pubkey", () => addressParam(program));
  const view = accountViewParam(config, "binary");
  const accepts = accountFilters(config["filters"]);
  return {
    commitment: commitmentParam(config),
    about(landed) {
      return writtenKeys(landed).flatMap((address) => {
        const account = runtime.getAccount(address);
        return account?.owner === owner && accepts(account) ? [{ pubkey: address, account: notifiedAccountJson({ account, view, runtime, address }) }] : [];
      });
    },
  };
}

function logsSubscription([filter, settings]: readonly unknown[]): Wanted {
  const commitment = commitmentParam(configParam(settings));
  const value = ({ signature, error, details }: LandedTransaction): readonly unknown[] => [{ signature, err: error ?? null, logs: details?.execution.logs ?? null }];
  if (filter === "all" || filter === "allWithVotes") return { commitment, about: value };
  const [mentioned, ...more] = listParam(configParam(filter)["mentions"], "mentions", maxMentions).map((address) => wanted("pubkey", () => addressParam(address)));
  if (mentioned === undefined || more.length > 0) throw invalidParams("Invalid Request: Only 1 address supported");
  return { commitment, about: (landed) => (landed.keys.includes(mentioned) ? value(landed) : []) };
}
