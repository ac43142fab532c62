import type { Role } from "../targets/protocol.ts";

/** One thing a self-test worker is asked to run. */
export type SelftestJob =
  | { readonly kind: "clean"; readonly role: Role }
  | { readonly kind: "fault"; readonly role: Role; readonly fault: string }
  | { readonly kind: "null"; readonly role: Role; readonly name: string; readonly module: string }
  /** The clean reference again: each scenario alone (`alone`) or in another order and width (`shuffled`). */
  | { readonly kind: "agreement"; readonly role: Role; readonly how: "alone" | "shuffled" };

/** What a worker saw: every check's verdict, and its position where it has one. */
export interface SelftestJobResult {
  readonly verdicts: Readonly<Record<string, { readonly verdict: string; readonly position?: string; readonly message: string }>>;
  readonly incomplete: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}
