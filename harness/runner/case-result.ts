import type { PaymentMethod } from "../methods/method.ts";
import type { TraceEvent } from "../trace/events.ts";

/** How a case ended. What the target did in it is in the events. */
export type CaseOutcome =
  | { readonly kind: "completed" }
  /** The target says it cannot do what the scenario needs. */
  | { readonly kind: "unsupported"; readonly reason: string }
  /** The target's process or driver broke off. */
  | { readonly kind: "broken"; readonly reason: string }
  /** The case's time was used up. */
  | { readonly kind: "budget"; readonly reason: string }
  /** Never started: circuit breaker, whole-run budget, interrupt, target gone. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** Our fault, or the chain's. Never the target's failure and never a pass. */
  | { readonly kind: "harnessError"; readonly reason: string };

export interface CaseResult {
  readonly scenario: string;
  readonly outcome: CaseOutcome;
  /** What carried its payments; absent where the target declares nothing that could. */
  readonly method?: PlayedMethod;
  readonly events: readonly TraceEvent[];
  /** Milliseconds. */
  readonly duration: number;
}

/** What a result says of the payment method: data only, since results go from process to process. */
export type PlayedMethod = Pick<PaymentMethod, "id" | "scheme" | "network" | "standing">;
