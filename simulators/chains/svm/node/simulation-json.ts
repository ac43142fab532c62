/** What a simulation comes to, as RPC answers show it. */
import { programs } from "../wire/program-ids.ts";
import type { Message } from "../wire/transaction.ts";
import { isWritable } from "../wire/transaction.ts";
import { readBalances } from "./read-balances.ts";
import type { Runtime, Simulation } from "./runtime.ts";
import { feesOnly } from "./transaction-errors.ts";
import { tokenBalanceJson } from "./transaction-json.ts";

/** Whether the transaction would get so far that its fee is charged. */
function isCharged({ error, logs }: Simulation, { instructions, staticKeys }: Message): boolean {
  if (error === undefined || logs.length > 0 || feesOnly.has(error)) return true;
  if (typeof error === "string" || !Array.isArray(error["InstructionError"])) return false;
  // Programs that check signatures fail without a log. What is wrong with the compute budget is found before anything is loaded.
  const failed = instructions[error["InstructionError"][0] as number];
  return failed !== undefined && staticKeys[failed.programIndex] !== programs.computeBudget;
}

/** What is shown of every simulation, also beside a preflight error. @param options.fee the transaction's, in lamports */
export function simulationJson(options: { readonly simulation: Simulation; readonly message: Message; readonly fee: bigint }): object {
  const { simulation, message, fee } = options;
  const { error, logs, unitsConsumed, returnData } = simulation;
  return {
    err: error ?? null,
    logs,
    accounts: null,
    unitsConsumed,
    // Not known here.
    loadedAccountsDataSize: 0,
    returnData: returnData === undefined ? null : { programId: returnData.programId, data: [Buffer.from(returnData.data).toString("base64"), "base64"] },
    innerInstructions: null,
    replacementBlockhash: null,
    fee: isCharged(simulation, message) ? fee : null,
    preBalances: null,
    postBalances: null,
    preTokenBalances: null,
    postTokenBalances: null,
    loadedAddresses: null,
  };
}

/** What the keys hold, before and after. @param options.keys static and looked-up ones */
export function simulatedBalancesJson(options: { readonly runtime: Runtime; readonly simulation: Simulation; readonly message: Message; readonly keys: readonly string[]; readonly fee: bigint }): object {
  const { runtime, simulation, message, keys, fee } = options;
  // Before its signatures hold nothing is loaded.
  if (simulation.error === "SignatureFailure") return {};
  const before = readBalances({ runtime, keys });
  const after = simulation.error === undefined ? readBalances({ runtime: { getAccount: (address) => simulation.accounts.get(address) ?? runtime.getAccount(address) }, keys, before, changed: (index) => isWritable(message, index) }) : before;
  const [payer = 0n, ...others] = after.lamports;
  const failed = simulation.error !== undefined && isCharged(simulation, message);
  return {
    preBalances: before.lamports,
    // Of one that fails the fee is all that is left.
    postBalances: failed ? [payer - fee, ...others] : after.lamports,
    preTokenBalances: before.tokens.map(tokenBalanceJson),
    postTokenBalances: after.tokens.map(tokenBalanceJson),
  };
}
