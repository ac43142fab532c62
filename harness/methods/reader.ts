import type { RpcEvent } from "../trace/events.ts";
import { loadModules } from "../tools/load-modules.ts";

/**
 * What a payment says, whatever its method: the part of a method that checks need. Each folder beside this
 * file has one, in `reader.ts`, exported as `reader`. Everything read is of unknown origin.
 */
export interface PaymentReader {
  /** Whether the offer or kind is one of the method's. */
  takes(terms: { readonly scheme?: unknown; readonly network?: unknown }): boolean;
  /**
   * @param options.payload scheme-specific part of a PaymentPayload
   * @param options.terms the offer it pays, where that is known: some methods say whom they pay only in relation to it
   * @returns `undefined` where the payload is none of the method's
   */
  read(options: { payload: Json; terms: Json }): PaymentReading | undefined;
  /** Members of an offer's `extra` that help to make a payment and bind nobody: they differ from offer to offer. */
  readonly hints?: readonly string[];
  /** Whether the method's own text lets the content go under these terms while settlement is pending. Default: nowhere. */
  deliversPending?(terms: { readonly extra?: unknown }): boolean;
  /** Whether a call to the chain sends a transaction. */
  isBroadcast(call: Pick<RpcEvent, "method">): boolean;
  /** Whether a call to the chain sends this very payment. */
  carries(options: { call: Pick<RpcEvent, "method" | "params">; reading: PaymentReading }): boolean;
  /** Whether a text has the form of the network's transaction ids. */
  isTransactionId(text: string): boolean;
  /** The same in words. */
  readonly transactionIdForm: string;
}

export interface PaymentReading {
  /** The same for two messages exactly when the network lets only one of them through. */
  readonly key: string;
  /** Whose money moves. */
  readonly payer?: string;
  /** Whom the method's own text has settlements name as payer, where that is somebody else. */
  readonly alsoPayer?: string;
  readonly recipient?: string;
  /** Atomic units in decimal. */
  readonly amount?: string;
  /** It is no client's payment, but what its server does with one that is there. */
  readonly operation?: true;
}

export type Json = Readonly<Record<string, unknown>>;

const loaded = await loadModules({ folder: new URL("./", import.meta.url), skip: (file) => !/^[^/]+\/reader\.(ts|js)$/.test(file) });
const readers: readonly PaymentReader[] = loaded.flatMap(({ exports }) => (exports["reader"] === undefined ? [] : [exports["reader"] as PaymentReader]));

/** The payment in a PaymentPayload message; empty where no method knows it. */
export function readPayment(options: { message: unknown; terms?: unknown }): Partial<PaymentReading> {
  const message = record(options.message);
  const payload = record(message["payload"]);
  const terms = record(options.terms ?? message["accepted"]);
  for (const reader of readers) {
    const reading = reader.read({ payload, terms });
    if (reading !== undefined) return reading;
  }
  return {};
}

export function isBroadcast(call: Pick<RpcEvent, "method">): boolean {
  return readers.some((reader) => reader.isBroadcast(call));
}

/** Whether a call to a chain sends the payment that was read. */
export function carries(options: { call: Pick<RpcEvent, "method" | "params">; reading: Partial<PaymentReading> }): boolean {
  const { call, reading } = options;
  const { key } = reading;
  return key !== undefined && readers.some((reader) => reader.isBroadcast(call) && reader.carries({ call, reading: { ...reading, key } }));
}

/** The reader of an offer's or kind's method. */
export function readerFor(terms: { readonly scheme?: unknown; readonly network?: unknown }): PaymentReader | undefined {
  return readers.find((reader) => reader.takes(terms));
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
