import { type AchReturnCode, loadAchReturnCodes } from "../../../spec/registry-fiat.ts";
import { fedCalendar } from "../calendar/business-days.ts";
import { addDays, type TimeOfDay } from "../calendar/time-zone.ts";
import { HOUR, MINUTE } from "../clock.ts";
import type { BounceRule, DebitPlan, DebitScheme, DebitSpeed } from "../debit/types.ts";
import { RailError } from "../errors.ts";

/** ACH debits: files, days and windows, as the Federal Reserve and providers publish them. Times are those of New York. */

const OPENING: TimeOfDay = "08:30";
/** A provider's cut-off for entries that settle on the next banking day. */
const STANDARD_CUT_OFF: TimeOfDay = "17:00";
/** Same Day ACH: cut-off and settlement. */
const SAME_DAY: readonly { readonly cutOff: TimeOfDay; readonly settlesAt: TimeOfDay }[] = [
  { cutOff: "10:30", settlesAt: "13:00" },
  { cutOff: "14:45", settlesAt: "17:00" },
  { cutOff: "16:45", settlesAt: "18:00" },
];
/** Cents. */
const SAME_DAY_LIMIT = 100_000_000n;
const STANDARD_LIMIT = 9_999_999_999n;

const CODES: ReadonlyMap<string, AchReturnCode> = new Map(loadAchReturnCodes().map((code) => [code.code, code]));

export const achScheme: DebitScheme = {
  id: "ach",
  currency: "USD",
  limit: (speed) => (speed === "same-day" ? SAME_DAY_LIMIT : STANDARD_LIMIT),
  plan({ at, speed }) {
    const day = fedCalendar.dayAt(at);
    const time = fedCalendar.timeAt(at);
    const window = SAME_DAY.find(({ cutOff }) => time < cutOff);
    if (speed === "same-day" && fedCalendar.isBusinessDay(day) && window !== undefined) return planOf(fedCalendar.instant(day, window.cutOff), fedCalendar.instant(day, window.settlesAt));
    const today = fedCalendar.isBusinessDay(day) && time < (speed === "standard" ? STANDARD_CUT_OFF : "00:00");
    const fileDay = today ? day : fedCalendar.businessDay(addDays(day, 1), 0);
    const [first] = SAME_DAY;
    if (speed === "same-day" && first !== undefined) return planOf(fedCalendar.instant(fileDay, first.cutOff), fedCalendar.instant(fileDay, first.settlesAt));
    return planOf(fedCalendar.instant(fileDay, STANDARD_CUT_OFF), fedCalendar.instant(fedCalendar.businessDay(fileDay, 1), OPENING));
  },
  rule({ type, code }) {
    const entry = CODES.get(code);
    // Entries of operators come back before settlement, those of banks after it.
    const early = entry?.returnWindow?.unit === "next-file";
    if (entry === undefined || type !== (early ? "reject" : "return")) throw new RailError("code_not_allowed", `${code} is no reason for a ${type} of an ACH debit: see spec/registry/ach-return-codes.json.`);
    return early ? REJECT : returnRule(entry);
  },
  insufficientFunds: { type: "return", code: "R01" },
  refundArrivesAt: (at) => achScheme.plan({ at, speed: "standard" }).settlesAt,
};

/** The code's type: operators reject before settlement, banks return after it. */
export function achBounceType(code: string): "reject" | "return" {
  return CODES.get(code)?.returnWindow?.unit === "next-file" ? "reject" : "return";
}

/** With the operator's next delivery, which every plan leaves time for. */
const REJECT: BounceRule = { debited: false, arrivesAt: ({ fileAt }) => fileAt + HOUR - MINUTE, lastMoment: ({ settlesAt }) => settlesAt };

function returnRule({ returnWindow: window }: AchReturnCode): BounceRule {
  const after = (plan: DebitPlan, bankingDays: number): number => fedCalendar.instant(fedCalendar.businessDay(fedCalendar.dayAt(plan.settlesAt), bankingDays), OPENING);
  const later = (plan: DebitPlan, days: number): number => fedCalendar.instant(addDays(fedCalendar.dayAt(plan.settlesAt), days), OPENING);
  if (window?.unit === "calendar-day") return { debited: true, arrivesAt: (plan) => later(plan, Math.floor(window.days / 2)), lastMoment: (plan) => later(plan, window.days) };
  const days = window?.unit === "banking-day" ? window.days : window?.unit === "on-refusal" ? 1 : 2;
  return { debited: false, arrivesAt: (plan) => after(plan, days), lastMoment: (plan) => (window === null ? null : after(plan, days)) };
}

function planOf(fileAt: number, settlesAt: number): DebitPlan {
  return { fileAt, settlesAt, clearsAt: fedCalendar.instant(fedCalendar.businessDay(fedCalendar.dayAt(settlesAt), 3), OPENING) };
}

/** For one payment, cents. */
export const achLimits: Readonly<Record<DebitSpeed, bigint>> = { standard: STANDARD_LIMIT, "same-day": SAME_DAY_LIMIT };
