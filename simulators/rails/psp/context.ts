import type { Cell } from "../cell.ts";
import type { CardRail } from "../card/card-rail.ts";
import type { RailClock } from "../clock.ts";
import type { DebitRail } from "../debit/debit-rail.ts";
import { idOf } from "../ids.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { InstantRail } from "../sepa/instant-rail.ts";
import { notFound } from "./psp-error.ts";
import type { PspEventType, PspState } from "./types.ts";
import type { JsonObject } from "../../json.ts";

/** The networks behind a provider. Several providers may stand on the same ones. */
export interface Rails {
  readonly card: CardRail;
  readonly ach: DebitRail;
  readonly sepaDebit: DebitRail;
  readonly sepaInstant: InstantRail;
}

/** Limits a provider sets, and tells of at `GET /v1/account`. */
export interface PspLimits {
  /** Authorizations of one intent that issuers may decline. */
  readonly attemptsPerIntent: number;
  /** Whether a single-use token is refused to a second intent. Otherwise it is charged again: a provider that leaves that to its users. */
  readonly enforceSingleUse: boolean;
  /** Whether a debit without a mandate that covers it is refused. Otherwise it is made. */
  readonly enforceMandates: boolean;
  /** Whether an instant transfer without a consent that covers it is refused. Otherwise it is made. */
  readonly enforceConsents: boolean;
}

/** What the operations of a provider work with. */
export interface PspContext {
  /** As offers name it in `extra.psp`: small letters. */
  readonly name: string;
  readonly seed: string;
  readonly clock: RailClock;
  readonly ledger: Ledger;
  readonly rails: Rails;
  readonly cell: Cell<PspState>;
  /** May be changed while it runs. */
  limits: PspLimits;
  /** Where they differ for the payments to a merchant, by its id. */
  readonly merchantLimits: Map<string, Partial<PspLimits>>;
  /** Where the API is for those who reach it directly, without a slash at its end. */
  baseUrl: string;
  /** Keeps an event and sends it to whoever listens. */
  emit(event: { readonly type: PspEventType; readonly merchant: string; readonly key: string | null; readonly timeline: string; readonly object: JsonObject }): void;
}

/** The limits for payments to a merchant. */
export function limitsFor(psp: PspContext, merchant: string): PspLimits {
  return { ...psp.limits, ...psp.merchantLimits.get(merchant) };
}

export function newId(psp: PspContext, prefix: string): string {
  const { counters } = psp.cell.current;
  const count = (counters.get(prefix) ?? 0) + 1;
  counters.set(prefix, count);
  return idOf({ prefix, parts: [psp.seed, psp.name, prefix, String(count)] });
}

/** @throws PspError 404 */
export function found<Value>(options: { map: ReadonlyMap<string, Value>; id: string; what: string }): Value {
  const value = options.map.get(options.id);
  if (value === undefined) throw notFound(options.what, options.id);
  return value;
}

export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);
