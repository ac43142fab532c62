import type { Check } from "../check.ts";

/** An area of the catalogue that the text on bank payments has rows in. */
export interface BankArea {
  readonly network: "ach:us" | "sepa:eu";
  readonly prefix: "ach" | "sepa";
  /** Id of a facilitator's row. */
  row(name: string): string;
  /** Scenarios of the area, below the role. */
  on(...names: readonly string[]): { readonly scenarios: readonly string[] };
}

const area = (options: { readonly prefix: BankArea["prefix"]; readonly folder: string; readonly network: BankArea["network"] }): BankArea => ({
  network: options.network,
  prefix: options.prefix,
  row: (name) => `${options.prefix}.fac.${name}`,
  on: (...names) => ({ scenarios: names.map((name) => `facilitator/${options.folder}/${name}`) }),
});

export const ACH = area({ prefix: "ach", folder: "exact-ach", network: "ach:us" });
export const SEPA = area({ prefix: "sepa", folder: "exact-sepa", network: "sepa:eu" });

/** The same checks for both networks. */
export function onBanks(checks: (bank: BankArea) => readonly Check[]): readonly Check[] {
  return [ACH, SEPA].flatMap(checks);
}
