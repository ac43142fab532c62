import { createDebitRail, type DebitRail } from "../debit/debit-rail.ts";
import type { RailGround } from "../rail.ts";
import { sepaDebitScheme } from "./debit-scheme.ts";

/** SEPA Direct Debit Core, one of the two schemes of `sepa:eu`. */
export function createSepaDebitRail(ground: RailGround): DebitRail {
  return createDebitRail({ ...ground, scheme: sepaDebitScheme });
}
