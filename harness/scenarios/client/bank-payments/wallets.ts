import type { PaymentRequirements } from "../../../../spec/types.ts";
import type { RailChain } from "../../../../simulators/rails/index.ts";
import type { DeliverOn } from "../../../methods/bank-networks.ts";
import type { BankRail } from "../../../methods/bank-rails.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";
import { mintAt, type VaultEntry, vaultKey } from "../fiat/vault.ts";

/** An offer of a bank payment that can be paid, with what it is to differ in. */
export function bankOffer(options: { readonly seat: ClientSeat<RailChain>; readonly rail: BankRail; readonly deliverOn: DeliverOn; readonly edit?: Partial<PaymentRequirements>; readonly extra?: Readonly<Record<string, unknown>> }): PaymentRequirements {
  const { seat, rail, deliverOn, edit, extra } = options;
  return seat.offer({ ...edit, extra: { psp: seat.node.psp.name, ...rail.offers[deliverOn].extra, ...extra } });
}

/** A token at a provider for each rail of the network that offers are made on. */
export function tokensAt(options: { readonly seat: ClientSeat<RailChain>; readonly rail: BankRail; readonly psp: string }): readonly VaultEntry[] {
  const { seat, rail, psp } = options;
  const kinds = new Map(Object.values(rail.offers).map(({ extra, instrument }) => [instrument, extra["rail"]]));
  return [...kinds].map(([instrument, named]) => ({ psp, token: mintAt({ seat, psp, instrument }), ...(typeof named === "string" ? { rail: named } : {}) }));
}

/** Keys for `fetch` that let the client pay any good offer of the network at the first provider. */
export function bankKeys(options: { readonly seat: ClientSeat<RailChain>; readonly rail: BankRail }): Readonly<Record<string, string>> {
  const { seat, rail } = options;
  return { [rail.namespace]: vaultKey({ seat, entries: tokensAt({ seat, rail, psp: seat.node.psp.name }) }) };
}
