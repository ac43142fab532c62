import { fedCalendar, targetCalendar, type BankCalendar } from "../../../../simulators/rails/calendar/business-days.ts";
import { achFacilitatorScenario, type AchFacilitatorSeat } from "../../../methods/exact-ach/scenarios.ts";
import { sepaFacilitatorScenario } from "../../../methods/exact-sepa/scenarios.ts";
import type { Scenario } from "../../scenario.ts";

/** The networks of banks, and what differs where both are driven alike. */
export interface Bank {
  /** Area of the rows and id of the method. */
  readonly area: "exact-ach" | "exact-sepa";
  readonly declare: typeof achFacilitatorScenario;
  /** How debits are paid here. */
  readonly debit: BankRail;
  /** One that other payments here are made by, where there is another. */
  readonly other?: BankRail;
  readonly currency: string;
  /** One that the network does not have. */
  readonly foreign: string;
  readonly calendar: BankCalendar;
  /** Debits that come back, by the test instrument and the code. */
  readonly returns: readonly BankReturn[];
  /** Those that come back weeks after they settled. */
  readonly late: readonly BankReturn[];
  /** Came back for want of money. */
  readonly penniless: BankReturn;
  /** Ends what the payer has authorised. */
  readonly disowned: BankReturn;
  /** Debits that are refused: when they are made, with and without a code, and before they settle. */
  readonly turnedDown: string;
  readonly turnedDownWith: BankReturn;
  readonly rejected: BankReturn;
}

/** A rail as an offer names it, and the test instrument of its good payments. */
export interface BankRail {
  readonly instrument: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface BankReturn {
  readonly instrument: string;
  readonly code: string;
}

/** Seats of both: they differ in nothing that types tell. */
export type BankSeat = AchFacilitatorSeat;

const ach = (code: string): BankReturn => ({ instrument: `ach_${code.toLowerCase()}`, code });
const sepa = (type: "reject" | "return" | "refund", code: string): BankReturn => ({ instrument: `sepa_debit_${type}_${code.toLowerCase()}`, code });

export const SDD_CORE: BankRail = { instrument: "sepa_debit", extra: { rail: "sdd-core" } };
export const SCT_INST: BankRail = { instrument: "sepa_instant", extra: { rail: "sct-inst" } };

const achBank: Bank = {
  area: "exact-ach",
  declare: achFacilitatorScenario,
  debit: { instrument: "ach", extra: {} },
  currency: "USD",
  foreign: "EUR",
  calendar: fedCalendar,
  returns: ["R01", "R02", "R03", "R08", "R10", "R16", "R29"].map(ach),
  late: [ach("R10")],
  penniless: ach("R01"),
  disowned: ach("R10"),
  turnedDown: "ach_turned_down",
  turnedDownWith: { instrument: "ach_turned_down_r02", code: "R02" },
  rejected: ach("R13"),
};

const sepaBank: Bank = {
  area: "exact-sepa",
  declare: sepaFacilitatorScenario,
  debit: SDD_CORE,
  other: SCT_INST,
  currency: "EUR",
  foreign: "USD",
  calendar: targetCalendar,
  returns: [...["AC01", "AC04", "AC06", "AM04", "MD07", "MS03"].map((code) => sepa("return", code)), sepa("refund", "MD06")],
  late: [sepa("refund", "MD06"), sepa("refund", "MD01")],
  penniless: sepa("return", "AM04"),
  disowned: sepa("refund", "MD01"),
  turnedDown: "sepa_debit_turned_down",
  turnedDownWith: { instrument: "sepa_debit_turned_down_ac04", code: "AC04" },
  rejected: sepa("reject", "AC04"),
};

export const BANKS: readonly Bank[] = [achBank, sepaBank];

export interface BankScenario {
  /** Behind the role and the area. */
  readonly id: string;
  readonly title: string;
  readonly instance?: "fresh";
  readonly features?: readonly ("restart" | "webhooks")[];
  readonly drive: (seat: BankSeat) => Promise<void>;
}

/** The same scenarios on both networks. */
export function onBanks(scenarios: (bank: Bank) => readonly BankScenario[]): readonly Scenario<never>[] {
  return BANKS.flatMap((bank) =>
    scenarios(bank).map(({ id, title, instance, features, drive }) =>
      bank.declare({
        id: `facilitator/${bank.area}/${id}`,
        title,
        ...(instance === undefined ? {} : { instance }),
        ...(features === undefined ? {} : { needs: { features } }),
        drive,
      }),
    ),
  );
}
