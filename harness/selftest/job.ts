import type { Weight } from "../../spec/requirement.ts";
import type { Role } from "../targets/protocol.ts";
import type { FieldSurvey } from "./field-survivors.ts";

/** One thing a self-test worker is asked to run. */
export type SelftestJob =
  | { readonly kind: "clean"; readonly role: Role }
  /** The clean reference, and its recordings judged again with every field bent. */
  | { readonly kind: "fields"; readonly role: Role }
  /** `scenarios`: those in which the clean reference passes the fault's point. In all others nothing can change. */
  | { readonly kind: "fault"; readonly role: Role; readonly fault: string; readonly scenarios?: readonly string[] }
  | { readonly kind: "null"; readonly role: Role; readonly name: string; readonly module: string }
  /** Conforms, and is written as differently from the reference as the text allows. */
  | { readonly kind: "stranger"; readonly role: Role; readonly name: string; readonly module: string }
  /** The clean reference again: each scenario alone (`alone`) or in another order and width (`shuffled`). */
  | { readonly kind: "agreement"; readonly role: Role; readonly how: "alone" | "shuffled" };

/** What a worker saw: every check's verdict with the weight of its row, and its position where it has one. */
export interface SelftestJobResult {
  readonly verdicts: Readonly<Record<string, { readonly verdict: string; readonly weight: Weight; readonly position?: string; readonly message: string }>>;
  readonly incomplete: readonly string[];
  /** Of an `alone` job: the fault points each scenario passes. */
  readonly passed?: Readonly<Record<string, readonly string[]>>;
  /** Of a `fields` job: what the checks make of every field of every message bent. */
  readonly fields?: FieldSurvey;
  /** Milliseconds. */
  readonly duration: number;
}
