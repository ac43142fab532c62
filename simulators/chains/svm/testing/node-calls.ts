/** What the tests of nodes share. */
import { on, once } from "node:events";
import { WebSocket } from "ws";
import { decodeBase58 } from "../wire/base58.ts";
import { compileMessage } from "../wire/compile-message.ts";
import type { Instruction } from "../wire/instruction.ts";
import type { KeyPair } from "../wire/keys.ts";
import { signTransaction } from "../wire/sign-transaction.ts";

export interface NodeUrls {
  readonly rpcUrl: string;
  readonly wsUrl: string;
}

export interface SuiteOptions {
  /** Asked for when the tests run. */
  readonly urls: () => NodeUrls;
  readonly pair: (path: string) => KeyPair;
}

export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: { readonly err: unknown; readonly logs: unknown } };
}

/** Posts a body as it stands. */
export async function post(url: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return { status: response.status, text: await response.text() };
}

/** One call. */
export async function call(url: string, method: string, ...params: readonly unknown[]): Promise<Answer> {
  return JSON.parse((await post(url, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))).text) as Answer;
}

export interface Subscriber {
  /** The next message. @throws Error when none comes within a minute of connecting, or the connection ends */
  next(): Promise<Record<string, unknown>>;
  /** One call in a frame, and the message that comes next. */
  call(method: string, ...params: readonly unknown[]): Promise<Record<string, unknown>>;
  send(frame: string | Buffer): void;
  close(): void;
}

/** A websocket as it stands, for what client libraries hide. */
export async function subscriber(wsUrl: string): Promise<Subscriber> {
  const socket = new WebSocket(wsUrl);
  const messages = on(socket, "message", { close: ["close"], signal: AbortSignal.timeout(60_000) });
  await once(socket, "open");
  const next = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await messages.next();
    if (done === true) throw new Error("the connection ended before a message came");
    return JSON.parse(String((value as [Buffer])[0])) as Record<string, unknown>;
  };
  return {
    next,
    call(method, ...params) {
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
      return next();
    },
    send: (frame) => socket.send(frame),
    close: () => socket.terminate(),
  };
}

/** Gives an account SOL from the faucet and waits until it is there. */
export async function airdrop(url: string, address: string, lamports: number): Promise<void> {
  await call(url, "requestAirdrop", address, lamports);
  for (let tries = 0; tries < 300; tries++) {
    const balance = (await call(url, "getBalance", address, { commitment: "confirmed" })).result as { value: number };
    if (balance.value >= lamports) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the airdrop to ${address} did not arrive`);
}

/** The 32 secret bytes of a key pair. */
export function seedOf({ privateKey }: KeyPair): Uint8Array {
  return (decodeBase58(privateKey) ?? new Uint8Array()).subarray(0, 32);
}

/** A signed transaction with a fresh blockhash. @param options.signers default: the payer */
export async function build(options: { url: string; payer: KeyPair; instructions: readonly Instruction[]; signers?: readonly KeyPair[]; blockhash?: string }) {
  const { url, payer, instructions, signers = [payer] } = options;
  const latest = (await call(url, "getLatestBlockhash", { commitment: "confirmed" })).result as { value: { blockhash: string } };
  return signTransaction({ message: compileMessage({ feePayer: payer.address, blockhash: options.blockhash ?? latest.value.blockhash, instructions }), signers });
}
