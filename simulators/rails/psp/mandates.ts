import { loadAchReturnCodes } from "../../../spec/registry-fiat.ts";
import { targetCalendar } from "../calendar/business-days.ts";
import { addMonths } from "../calendar/time-zone.ts";
import { limitsFor, newId, type PspContext } from "./context.ts";
import { badParameter, PspError } from "./psp-error.ts";
import type { Intent, Mandate, PaymentMethod } from "./types.ts";

/** What a payer authorizes. */
export interface MandateTerms {
  /** Milliseconds since the Unix epoch. Default: now. */
  readonly acceptedAt?: number | undefined;
  readonly reference?: string | undefined;
  /** Default: a series. */
  readonly type?: Mandate["type"] | undefined;
  /** Minor units, for each debit. Default: no limit. */
  readonly maxAmount?: bigint | undefined;
}

/** Why a mandate stands no longer. */
export type MandateEnd = "revoked" | "returned" | "used" | "lapsed";

/** After that time without a collection a SEPA mandate lapses. */
const LAPSES_AFTER_MONTHS = 36;

/** Returns by which a payer says that there is no authorization, or none any more. One for a debit of another amount leaves it standing. */
const ENDING: ReadonlySet<string> = new Set(["MD01", ...loadAchReturnCodes().flatMap((entry) => (entry.class === "unauthorized" && !entry.retryable ? [entry.code] : []))]);

export const endsMandate = (code: string | null): boolean => code !== null && ENDING.has(code);

export function createMandate(psp: PspContext, options: MandateTerms & { method: PaymentMethod; merchant: string }): Mandate {
  const { method, merchant, acceptedAt, reference, type = "multi_use", maxAmount } = options;
  const createdAt = psp.clock.now(method.owner);
  const id = newId(psp, "mandate");
  const mandate: Mandate = { id, paymentMethod: method.id, merchant, reference: reference ?? id, type, maxAmount: maxAmount ?? null, ended: null, usedBy: null, usedAt: null, acceptedAt: acceptedAt ?? createdAt, createdAt };
  psp.cell.current.mandates.set(id, mandate);
  return mandate;
}

/** A debit was handed to the rail. */
export function useMandate(psp: PspContext, options: { mandate: Mandate; intent: Intent }): void {
  const { mandate, intent } = options;
  psp.cell.current.mandates.set(mandate.id, { ...mandate, usedBy: intent.id, usedAt: psp.clock.now(intent.timeline) });
}

/** Milliseconds since the Unix epoch; `null` where it does not lapse: Nacha sets authorizations no end. */
export function lapsesAt(psp: PspContext, mandate: Mandate): number | null {
  if (psp.cell.current.paymentMethods.get(mandate.paymentMethod)?.type !== "sepa_debit") return null;
  const from = mandate.usedAt ?? mandate.acceptedAt;
  return targetCalendar.instant(addMonths(targetCalendar.dayAt(from), LAPSES_AFTER_MONTHS), "23:59");
}

/** Why it stands no longer; `null` while it stands. */
export function endOf(psp: PspContext, mandate: Mandate): MandateEnd | null {
  if (mandate.ended !== null) return mandate.ended;
  if (mandate.type === "single_use" && mandate.usedBy !== null) return "used";
  const lapses = lapsesAt(psp, mandate);
  const owner = psp.cell.current.paymentMethods.get(mandate.paymentMethod)?.owner;
  return lapses !== null && psp.clock.now(owner) > lapses ? "lapsed" : null;
}

/**
 * The mandate that a debit is made under. Changes nothing.
 *
 * @param options.named id of the one the caller wants; otherwise the latest that stands
 * @returns `undefined` where there is none and the provider leaves that to its users
 * @throws PspError 400
 */
export function mandateFor(psp: PspContext, options: { method: PaymentMethod; intent: Intent; named: string | null }): Mandate | undefined {
  const { method, intent, named } = options;
  const { mandates } = psp.cell.current;
  const fits = (mandate: Mandate | undefined): mandate is Mandate => mandate?.paymentMethod === method.id && mandate.merchant === intent.merchant;
  const covers = ({ maxAmount }: Mandate): boolean => maxAmount === null || intent.amount <= maxAmount;
  const standing = [...mandates.values()].filter((mandate) => fits(mandate) && endOf(psp, mandate) === null);
  const mandate = named === null ? (standing.findLast(covers) ?? standing.at(-1)) : mandates.get(named);
  if (!limitsFor(psp, intent.merchant).enforceMandates) return fits(mandate) ? mandate : undefined;
  if (mandate === undefined && named === null) throw badParameter({ name: "mandate", code: "mandate_required", message: "A direct debit needs the payer's mandate for this merchant: name one, or send mandate_data." });
  if (!fits(mandate)) throw badParameter({ name: "mandate", code: "mandate_invalid", message: "There is no such mandate for this payment method and merchant." });
  const end = endOf(psp, mandate);
  if (end !== null) throw new PspError({ status: 400, code: "mandate_inactive", message: WHY[end], details: { param: "mandate", inactive_reason: end } });
  if (!covers(mandate)) throw tooMuch(mandate.maxAmount);
  return mandate;
}

export function tooMuch(limit: bigint | null): PspError {
  return badParameter({ name: "amount", code: "mandate_amount_exceeded", message: `The payer's mandate is for at most ${limit} in each debit.` });
}

const WHY: Readonly<Record<MandateEnd, string>> = {
  revoked: "The payer has revoked this mandate.",
  returned: "The payer said of a debit under this mandate that it was not authorized, which has ended it.",
  used: "This mandate was for one debit, and was used.",
  lapsed: `No debit was made under this mandate for ${LAPSES_AFTER_MONTHS} months, and it has lapsed.`,
};
