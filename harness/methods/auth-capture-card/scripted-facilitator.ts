import { createHash } from "node:crypto";
import type { FacilitatorScript } from "../../seats/server-case.ts";
import type { Script } from "../../world/script.ts";
import type { Json } from "../reader.ts";

/** A facilitator of cards by script: it tells holds from the operations that end them, and answers both as it is told. */

export type CardAnswer = (call: { readonly payload: Json; readonly requirements: Json }) => Script | undefined;

export interface ScriptedCards {
  readonly settle: FacilitatorScript;
  /** What to answer a client's payload with; `undefined` is a hold. */
  holds(answer: CardAnswer): void;
  /** What to answer a capture or a void with; `undefined` is that it was done. */
  operations(answer: CardAnswer): void;
  /** Resolves when so many more have been asked for than when this was called. */
  more(kind: "hold" | "operation", count?: number): Promise<void>;
  /** Resolves with the next operation on a payment. */
  ends(paymentId: unknown): Promise<void>;
}

export function createScriptedCards(): ScriptedCards {
  const none: CardAnswer = () => undefined;
  let hold = none;
  let operation = none;
  const seen = { hold: 0, operation: 0 };
  const waiting = new Set<(operated: unknown) => void>();
  return {
    settle({ body }) {
      const { paymentPayload, paymentRequirements } = object(body);
      const payload = object(object(paymentPayload)["payload"]);
      const requirements = object(paymentRequirements);
      const kind = isOperation(payload) ? "operation" : "hold";
      seen[kind] += 1;
      for (const wake of waiting) wake(kind === "operation" ? payload["paymentId"] : undefined);
      return (kind === "operation" ? operation : hold)({ payload, requirements }) ?? settled({ payload, requirements });
    },
    holds: (answer) => void (hold = answer),
    operations: (answer) => void (operation = answer),
    more(kind, count = 1) {
      const until = seen[kind] + count;
      return new Promise((resolve) => {
        const look = (): void => {
          if (seen[kind] < until) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
    ends: (paymentId) =>
      new Promise((resolve) => {
        const look = (operated: unknown): void => {
          if (operated === undefined || operated !== paymentId) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      }),
  };
}

/** What a server writes itself names an operation, and a client's payload none. A server that forgets to has no token in it at least. */
export function isOperation(payload: Json): boolean {
  return payload["type"] !== undefined || payload["token"] === undefined;
}

/** A hold or capture that was done, in full unless the payload says how much. */
export function settled({ payload, requirements }: { readonly payload: Json; readonly requirements: Json }): Script {
  return {
    json: {
      success: true,
      transaction: intentOf(payload["paymentId"]),
      network: requirements["network"],
      ...(payload["type"] === "void" ? {} : { amount: String(payload["amount"] ?? requirements["amount"]) }),
    },
  };
}

/** A settle that came to nothing. */
export function refused({ payload, requirements, errorReason }: { readonly payload: Json; readonly requirements: Json; readonly errorReason: string }): Script {
  return { json: { success: false, errorReason, transaction: errorReason === "settlement_pending" ? intentOf(payload["paymentId"]) : "", network: requirements["network"] } };
}

/** The same for one payment, as the provider's id of it is. */
function intentOf(paymentId: unknown): string {
  return `pi_${createHash("sha256").update(String(paymentId)).digest("hex").slice(0, 24)}`;
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
