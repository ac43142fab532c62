import { isObject, type JsonObject } from "../../json.ts";
import { maskCardNumbers } from "../card-data.ts";
import type { PspState } from "./types.ts";

/** A call of the API as the log keeps it: without secrets, and with card numbers masked. */
export interface PspCall {
  /** As the answer's `Request-Id` says it. */
  readonly id: string;
  /** Counts the calls of one provider, from 1. */
  readonly sequence: number;
  /** Of the ledger when the call came. */
  readonly position: bigint;
  /** Name of the operation; `unknown` for a path the API does not have. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Id of the API key; `null` where it is none. */
  readonly key: string | null;
  readonly idempotencyKey: string | null;
  readonly body: JsonObject | null;
  /** That the call names, or has made. */
  readonly intent: string | null;
  readonly merchant: string | null;
  readonly paymentMethod: string | null;
  /** What went wrong on command. */
  readonly fault: string | null;
  /** `null` while there is no answer, and for good where none was given. */
  readonly status: number | null;
  /** Code of an error that was answered. */
  readonly error: string | null;
  /** Answered from what was stored for the Idempotency-Key. */
  readonly replayed: boolean;
  /** Whether the operation was carried out by this very call. */
  readonly carriedOut: boolean;
  /** Whether card numbers were found in it. */
  readonly cardData: boolean;
}

const KEPT = 50_000;

export interface CallLog {
  open(call: Omit<PspCall, "sequence">): PspCall;
  /** Adds to what is known of a call. */
  note(call: PspCall, more: Partial<PspCall>): PspCall;
  /** With a greater sequence, in order. */
  all(options?: { after?: number }): readonly PspCall[];
}

export function createCallLog(): CallLog {
  const calls = new Map<number, PspCall>();
  let sequence = 0;
  return {
    open(call) {
      sequence += 1;
      const opened = { ...call, sequence };
      calls.set(sequence, opened);
      calls.delete(sequence - KEPT);
      return opened;
    },
    note(call, more) {
      const noted = { ...(calls.get(call.sequence) ?? call), ...more };
      if (calls.has(call.sequence)) calls.set(call.sequence, noted);
      return noted;
    },
    all: ({ after = 0 } = {}) => [...calls.values()].filter((call) => call.sequence > after),
  };
}

/** Whom and what a call is about, as far as its path and body say. */
export function subjectsOf(options: { state: PspState; path: string; body: JsonObject | null }): Pick<PspCall, "intent" | "merchant" | "paymentMethod"> {
  const { state, path, body } = options;
  const named = [...path.split(/[/?&=]/), textIn(body, "payment_intent") ?? ""].find((part) => part.startsWith("pi_"));
  const intent = named === undefined ? undefined : state.intents.get(named);
  return { intent: intent?.id ?? null, merchant: textIn(body, "merchant_account") ?? intent?.merchant ?? null, paymentMethod: textIn(body, "payment_method") ?? intent?.paymentMethod ?? null };
}

/** A body as it may be kept. */
export function masked(body: unknown): JsonObject | null {
  return isObject(body) ? (JSON.parse(maskCardNumbers(JSON.stringify(body))) as JsonObject) : null;
}

function textIn(body: JsonObject | null, name: string): string | null {
  const value = body?.[name];
  return typeof value === "string" ? value.slice(0, 255) : null;
}
