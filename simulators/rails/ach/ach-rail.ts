import { createDebitRail, type DebitRail } from "../debit/debit-rail.ts";
import type { RailGround } from "../rail.ts";
import { achScheme } from "./scheme.ts";

/** ACH debits of the United States: `ach:us`. */
export function createAchRail(ground: RailGround): DebitRail {
  return createDebitRail({ ...ground, scheme: achScheme });
}
