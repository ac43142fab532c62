import type { RpcClient } from "../rpc-client.ts";
import { createLookupTable, extendLookupTable, lookupTableAddress } from "../wire/index.ts";
import { slotAt, untilSlot } from "./slots.ts";
import type { Treasury } from "./treasury.ts";

/** Addresses that fit into the transaction that adds them. */
const addressesPerExtension = 20;

/** Makes lookup tables by transactions. @returns a function that answers the address of a table that can be looked up in at once */
export function createTableMaker(options: { readonly rpc: RpcClient; readonly treasury: Treasury; readonly authority: string }): (addresses: readonly string[]) => Promise<string> {
  const { rpc, treasury, authority } = options;
  const used = new Set<bigint>();

  /** A slot of the last ones, a table's address being made of it: each is good for one table. */
  async function freshSlot(): Promise<bigint> {
    let slot = await slotAt({ rpc, commitment: "confirmed" });
    while (used.has(slot)) slot -= 1n;
    used.add(slot);
    return slot;
  }

  return async (addresses) => {
    const slot = await freshSlot();
    const table = lookupTableAddress({ authority, slot }).address;
    await treasury.send([[createLookupTable({ authority, payer: authority, slot })]]);
    for (let from = 0; from < addresses.length; from += addressesPerExtension) {
      await treasury.send([[extendLookupTable({ table, authority, payer: authority, addresses: addresses.slice(from, from + addressesPerExtension) })]]);
    }
    // What was added can be looked up one slot later.
    await untilSlot({ rpc, commitment: "confirmed", slot: (await slotAt({ rpc, commitment: "processed" })) + 1n });
    return table;
  };
}
