import type { SettleResponse } from "../../spec/types.ts";
import type { FaultSet } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import type { Effects } from "../schemes/scheme.ts";
import type { BankNetwork, BankRail } from "./network.ts";
import type { Providers } from "./providers.ts";
import type { Records } from "./records.ts";
import type { Sighting } from "./sighting.ts";
import type { Oddity } from "./terms.ts";

/** What the parts of a facilitator half have in common. */
export interface FacilitatorParts {
  readonly network: BankNetwork;
  readonly providers: Providers;
  readonly records: Records;
  readonly effects: Effects;
  readonly faults: FaultSet;
  readonly bends: FacilitatorBends;
  /** Rejects never; returns early when the half is closed. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly isClosed: () => boolean;
}

/** What a network's own faults make of its facilitator. */
export interface FacilitatorBends {
  overlooks?(oddity: Oddity): boolean;
  sighting?(options: { sighting: Sighting; intent: JsonObject; rail: string }): Sighting;
  /** Whether a payment is started although the consent does not cover it. */
  overlooksConsent?(why: "used" | "other"): boolean;
  /** Whether the rail's answer is not waited for. */
  waitsNot?(rail: BankRail): boolean;
  announce?(extra: JsonObject): JsonObject;
  /** Whom replies name as the payer. */
  payer?(name: string | undefined): string | undefined;
}

/** A settlement that failed before there was a payment, or without one. */
export function refusal(parts: Pick<FacilitatorParts, "network">, errorReason: string): SettleResponse {
  return { success: false, errorReason, transaction: "", network: parts.network.network };
}
