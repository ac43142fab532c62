import { loadSepaReasonCodes, type SepaReasonCode } from "../../../spec/registry-fiat.ts";
import { targetCalendar } from "../calendar/business-days.ts";
import { addDays, addMonths, type Day, type TimeOfDay } from "../calendar/time-zone.ts";
import type { Bounce, BounceRule, DebitPlan, DebitScheme } from "../debit/types.ts";
import { RailError } from "../errors.ts";

/** SEPA Direct Debit Core: days and windows of the scheme's rulebook. Times are those of Frankfurt. */

/** On the business day before settlement (D-1), for first and further collections alike. */
const CUT_OFF: TimeOfDay = "10:00";
const REJECTS: TimeOfDay = "15:00";
const REFUSALS: TimeOfDay = "17:00";
const SETTLEMENT: TimeOfDay = "13:00";
const RETURNS: TimeOfDay = "15:00";
const END_OF_DAY: TimeOfDay = "23:59";
/** TARGET days after settlement within which the debtor's bank sends a debit back. */
const RETURN_DAYS = 5;
/** For an authorized debit, without a reason: eight weeks. */
const REFUND_DAYS = 56;
/** For one that was never authorized. */
const UNAUTHORIZED_MONTHS = 13;
/** Cents. */
const LIMIT = 99_999_999_999n;

const CODES: ReadonlyMap<string, SepaReasonCode> = new Map(loadSepaReasonCodes().map((code) => [code.code, code]));

export const sepaDebitScheme: DebitScheme = {
  id: "sepa-debit",
  currency: "EUR",
  limit: () => LIMIT,
  plan({ at }) {
    const day = targetCalendar.dayAt(at);
    const today = targetCalendar.isBusinessDay(day) && targetCalendar.timeAt(at) < CUT_OFF;
    const fileDay = today ? day : targetCalendar.businessDay(addDays(day, 1), 0);
    const settlementDay = targetCalendar.businessDay(fileDay, 1);
    return {
      fileAt: targetCalendar.instant(fileDay, CUT_OFF),
      settlesAt: targetCalendar.instant(settlementDay, SETTLEMENT),
      clearsAt: targetCalendar.instant(targetCalendar.businessDay(settlementDay, RETURN_DAYS), END_OF_DAY),
    };
  },
  rule(bounce) {
    if (!isListed(bounce)) throw new RailError("code_not_allowed", `${bounce.code} is no reason for a ${bounce.type} of a SEPA direct debit: see spec/registry/sepa-reason-codes.json.`);
    return RULES[bounce.type](bounce.code);
  },
  insufficientFunds: { type: "return", code: "AM04" },
  refundArrivesAt: (at) => targetCalendar.instant(targetCalendar.businessDay(targetCalendar.dayAt(at), 1), SETTLEMENT),
};

/** R-transactions of direct debits that a code is listed for. */
export function sepaBounceTypes(code: string): readonly Bounce["type"][] {
  return (["reject", "refusal", "return", "refund"] as const).filter((type) => isListed({ type, code }));
}

function isListed({ type, code }: Bounce): boolean {
  return CODES.get(code)?.uses.some(({ scheme, transactions }) => scheme === "sdd-core" && transactions.includes(type)) ?? false;
}

const settlementDay = (plan: DebitPlan): Day => targetCalendar.dayAt(plan.settlesAt);
const until = (day: Day): number => targetCalendar.instant(day, END_OF_DAY);

const beforeSettlement = (time: TimeOfDay): BounceRule => ({
  debited: false,
  arrivesAt: ({ fileAt }) => targetCalendar.instant(targetCalendar.dayAt(fileAt), time),
  lastMoment: ({ settlesAt }) => settlesAt,
});

const RULES: Readonly<Record<Bounce["type"], (code: string) => BounceRule>> = {
  reject: () => beforeSettlement(REJECTS),
  refusal: () => beforeSettlement(REFUSALS),
  return: () => ({
    debited: false,
    arrivesAt: (plan) => targetCalendar.instant(targetCalendar.businessDay(settlementDay(plan), 2), RETURNS),
    lastMoment: (plan) => until(targetCalendar.businessDay(settlementDay(plan), RETURN_DAYS)),
  }),
  refund: (code) =>
    code === "MD01"
      ? { debited: true, arrivesAt: (plan) => targetCalendar.instant(addMonths(settlementDay(plan), 3), RETURNS), lastMoment: (plan) => until(addMonths(settlementDay(plan), UNAUTHORIZED_MONTHS)) }
      : { debited: true, arrivesAt: (plan) => targetCalendar.instant(addDays(settlementDay(plan), REFUND_DAYS / 2), RETURNS), lastMoment: (plan) => until(addDays(settlementDay(plan), REFUND_DAYS)) },
};
