import type { PspCall } from "./calls.ts";

/** What goes wrong with a call on command. `before`: nothing was done; `after`: it was, and only the answer suffers. */
export type PspFault =
  /** No answer. The connection stays open until the caller gives up, or the fault is released. */
  | { readonly kind: "timeout"; readonly when: "before" | "after" }
  /** The connection is cut. */
  | { readonly kind: "drop"; readonly when: "before" | "after" }
  | { readonly kind: "error"; readonly when: "before" | "after"; readonly status?: 500 | 502 | 503 }
  /** The call waits for its turn until then, and is carried out. */
  | { readonly kind: "slow"; readonly until: Promise<void> }
  /** @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
  | { readonly kind: "rate-limited"; readonly retryAfter: number }
  /** An answer that no provider gives. Nothing is done. */
  | { readonly kind: "answer"; readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

/** Which calls it meets. All that is given has to fit. */
export interface FaultFilter {
  /** e.g. `payment_intents.capture`. */
  readonly operation?: string;
  readonly intent?: string;
  readonly merchant?: string;
  readonly paymentMethod?: string;
  readonly where?: (call: PspCall) => boolean;
}

export interface FaultRule extends FaultFilter {
  readonly fault: PspFault;
  /** Default 1. */
  readonly times?: number;
}

export interface FaultHandle {
  /** Calls it has met. */
  readonly met: readonly PspCall[];
  /** Lets go of calls that are held: they are answered after all, or cut off where nothing was done. Meets no more. */
  release(): void;
}

interface ActiveFault {
  readonly rule: FaultRule;
  readonly met: PspCall[];
  readonly released: Promise<void>;
  readonly release: () => void;
}

export interface FaultBoard {
  add(rule: FaultRule): FaultHandle;
  /** Releases all. */
  clear(): void;
  /** The fault that meets a call, the oldest first, and what ends its holding. */
  take(call: PspCall): { readonly fault: PspFault; readonly released: Promise<void> } | undefined;
}

export function createFaultBoard(): FaultBoard {
  const active = new Set<ActiveFault>();
  // A rule that is used up still holds calls.
  const added = new Set<ActiveFault>();
  return {
    add(rule) {
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const one: ActiveFault = { rule, met: [], released, release };
      active.add(one);
      added.add(one);
      return {
        met: one.met,
        release() {
          active.delete(one);
          added.delete(one);
          release();
        },
      };
    },
    clear() {
      for (const { release } of added) release();
      added.clear();
      active.clear();
    },
    take(call) {
      for (const one of active) {
        if (!fits(one.rule, call)) continue;
        one.met.push(call);
        if (one.met.length >= (one.rule.times ?? 1)) active.delete(one);
        return { fault: one.rule.fault, released: one.released };
      }
      return undefined;
    },
  };
}

function fits(rule: FaultFilter, call: PspCall): boolean {
  return (
    (rule.operation === undefined || rule.operation === call.operation) &&
    (rule.intent === undefined || rule.intent === call.intent) &&
    (rule.merchant === undefined || rule.merchant === call.merchant) &&
    (rule.paymentMethod === undefined || rule.paymentMethod === call.paymentMethod) &&
    (rule.where?.(call) ?? true)
  );
}
