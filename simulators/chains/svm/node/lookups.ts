import { loadKeys } from "../wire/compile-message.ts";
import { decodeLookupTable } from "../wire/instructions/lookup-table.ts";
import { programs } from "../wire/program-ids.ts";
import type { Message } from "../wire/transaction.ts";
import type { Runtime } from "./runtime.ts";

export type ResolvedKeys = { readonly ok: true; readonly keys: readonly string[] } | { readonly ok: false; readonly error: string };

/** All keys of a message, those from lookup tables included; or the runtime's error where a table does not give them. */
export function resolveKeys(options: { readonly runtime: Runtime; readonly message: Message; readonly slot: bigint }): ResolvedKeys {
  const { runtime, message, slot } = options;
  if (message.lookups.length === 0) return { ok: true, keys: message.staticKeys };
  const tables = new Map<string, readonly string[]>();
  for (const { table } of message.lookups) {
    const account = runtime.getAccount(table);
    if (account === undefined) return { ok: false, error: "AddressLookupTableNotFound" };
    if (account.owner !== programs.lookupTable) return { ok: false, error: "InvalidAddressLookupTableOwner" };
    const state = decodeLookupTable(account.data);
    if (state === undefined) return { ok: false, error: "InvalidAddressLookupTableData" };
    // What was added in this very slot cannot be looked up before the next one.
    tables.set(table, slot > state.lastExtendedSlot ? state.addresses : state.addresses.slice(0, state.lastExtendedSlotStartIndex));
  }
  const loaded = loadKeys({ message, tables });
  return loaded.ok ? loaded : { ok: false, error: "InvalidAddressLookupTableIndex" };
}
