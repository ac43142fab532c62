import type { PspFault } from "./faults.ts";
import { errorBody, type Reply } from "./reply.ts";

/** What a fault makes of a call: another answer, a cut connection, or `undefined` where it goes on. */
export type Suffering = Reply | "cut" | undefined;

interface Struck {
  readonly fault: PspFault;
  /** Ends the holding of a call. */
  readonly released: Promise<void>;
  /** The caller has gone. */
  readonly signal: AbortSignal;
}

export async function sufferBefore({ fault, released, signal }: Struck): Promise<Suffering> {
  if (fault.kind === "rate-limited") return { status: 429, body: errorBody({ type: "rate_limit_error", code: "rate_limited", message: "Too many requests. Wait as long as Retry-After says." }), headers: { "retry-after": String(fault.retryAfter) } };
  if (fault.kind === "answer") return { status: fault.status, body: fault.body, ...(fault.headers === undefined ? {} : { headers: fault.headers }) };
  if (fault.kind === "slow" || fault.when === "after") return undefined;
  if (fault.kind === "error") return failure(fault.status);
  if (fault.kind === "timeout") await hold({ released, signal });
  return "cut";
}

export async function sufferAfter({ fault, released, signal }: Struck): Promise<Suffering> {
  if (!("when" in fault) || fault.when === "before") return undefined;
  if (fault.kind === "error") return failure(fault.status);
  if (fault.kind === "drop") return "cut";
  await hold({ released, signal });
  return signal.aborted ? "cut" : undefined;
}

function failure(status = 500): Reply {
  return { status, body: errorBody({ type: "api_error", code: "internal_error", message: "The provider failed." }) };
}

async function hold({ released, signal }: Pick<Struck, "released" | "signal">): Promise<void> {
  if (signal.aborted) return;
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const leave = (): void => resolve();
  signal.addEventListener("abort", leave, { once: true });
  await Promise.race([released, gone]);
  signal.removeEventListener("abort", leave);
}
