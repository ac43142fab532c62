import { readFileSync } from "node:fs";
import type { NetworkId, PaymentRequirements } from "../../../spec/types.ts";
import { loadFaults } from "../../load-faults.ts";
import * as ach from "../../schemes/exact-ach/index.ts";
import * as sepa from "../../schemes/exact-sepa/index.ts";

/** For tests of the client and server halves, which need no world. */

export const RAILS = {
  ach: { network: "ach:us", namespace: "ach", currency: "USD", other: "EUR", name: undefined },
  "sdd-core": { network: "sepa:eu", namespace: "sepa", currency: "EUR", other: "USD", name: "sdd-core" },
  "sct-inst": { network: "sepa:eu", namespace: "sepa", currency: "EUR", other: "USD", name: "sct-inst" },
} as const;

export function offer(options: { rail: keyof typeof RAILS; edit?: Partial<PaymentRequirements>; extra?: Readonly<Record<string, unknown>> }): PaymentRequirements {
  const { network, currency, name } = RAILS[options.rail];
  return { scheme: "exact", network: network as NetworkId, amount: "1250", asset: currency, payTo: "acct_shop", maxTimeoutSeconds: 60, ...options.edit, extra: { psp: "simpay", ...(name === undefined ? {} : { rail: name }), deliverOn: "settled", paymentFlow: "upfront", ...options.extra } };
}

export const HALVES = { ach, "sdd-core": sepa, "sct-inst": sepa } as const;

/** Faults of a role in these halves that a test file does not name. */
export async function untried(options: { role: string; file: string }): Promise<readonly string[]> {
  const { role, file } = options;
  const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  const declared = [...(await loadFaults()).keys()].filter((id) => new RegExp(`^${role}\\.(?:bank-payments|exact-ach|exact-sepa)\\.`).test(id));
  return declared.filter((id) => !text.includes(id.slice(role.length + 1)));
}
