import { decodeMint, feeOf } from "../token-state.ts";
import type { Instruction } from "../wire/instruction.ts";
import { decodeTransfer } from "../wire/instructions/token.ts";
import type { TokenMovement } from "./ledger.ts";
import type { Runtime } from "./runtime.ts";

/** Whose account it is, and of what mint. */
export type AccountHolder = { readonly owner: string; readonly mint: string };

/**
 * The token transfers among instructions, with the owners of the accounts they name.
 *
 * @param options.instructions top-level and inner ones, in the order they ran, of a transaction that succeeded
 */
export function tokenMovements(options: { readonly runtime: Pick<Runtime, "getAccount">; readonly instructions: readonly Instruction[]; readonly holders: ReadonlyMap<string, AccountHolder> }): readonly TokenMovement[] {
  const { runtime, instructions, holders } = options;
  return instructions.flatMap((instruction): readonly TokenMovement[] => {
    const transfer = decodeTransfer(instruction);
    const source = transfer === undefined ? undefined : holders.get(transfer.source);
    const destination = transfer === undefined ? undefined : holders.get(transfer.destination);
    if (transfer === undefined || source === undefined || destination === undefined) return [];
    const mint = runtime.getAccount(source.mint);
    const fee = mint === undefined ? undefined : decodeMint(mint)?.transferFee;
    // To oneself nothing is withheld.
    const withheld = transfer.source === transfer.destination ? 0n : (transfer.fee ?? feeOf({ amount: transfer.amount, fee }));
    return [{ asset: source.mint, sender: source.owner, recipient: destination.owner, amount: transfer.amount - withheld, withheld }];
  });
}
