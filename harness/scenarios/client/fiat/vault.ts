import type { RailChain } from "../../../../simulators/rails/index.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";

/** What a client on a fiat rail is given to pay with: tokens of payment methods, each at the provider that minted it. */
export interface VaultEntry {
  readonly psp: string;
  readonly token: string;
  /** Where the network has several. */
  readonly rail?: string;
}

/** The vault as a wallet, `<psp>/<token>` or `<psp>/<rail>/<token>`. Marks it, so that checks know whose each token is. */
export function vaultKey(options: { seat: ClientSeat<RailChain>; entries: readonly VaultEntry[] }): string {
  const { seat, entries } = options;
  seat.mark("vault", entries);
  return entries.map(({ psp, rail, token }) => (rail === undefined ? `${psp}/${token}` : `${psp}/${rail}/${token}`)).join(" ");
}

/** A token of the case's payer at one of the simulated providers. */
export function mintAt(options: { seat: ClientSeat<RailChain>; psp: string; instrument: string }): string {
  const { seat, psp, instrument } = options;
  const provider = seat.node.world.psps.get(psp);
  if (provider === undefined) throw new Error(`The rails have no provider ${psp}`);
  return provider.control.tokens.mint({ owner: seat.wallet().address, as: instrument }).id;
}
