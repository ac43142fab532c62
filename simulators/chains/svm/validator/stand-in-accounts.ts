import { createRuntime } from "../node/runtime.ts";
import { standIns } from "../node/stand-ins.ts";
import { programs } from "../wire/index.ts";
import type { GenesisAccount } from "./account-files.ts";

/** The Memo program's code at the addresses of programs whose own is not to be had, as the embedded node has it. */
export function standInAccounts(): readonly GenesisAccount[] {
  const memo = createRuntime().getAccount(programs.memo);
  if (memo === undefined) throw new Error("litesvm brings no Memo program any more: another stand-in is needed");
  return standIns.map((address) => ({ address, ...memo }));
}
