import { getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import type { Address } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import type { ExactQuestion } from "./_exact-question.ts";
import { checkMemos, transferOf } from "./_layout.ts";
import type { TransferCall } from "./_layout.ts";
import { isSignedBy } from "./_signature.ts";
import { accountsOf, decodeTransaction } from "./_transaction.ts";
import type { Decoded } from "./_transaction.ts";

const demand = (condition: boolean, otherwise: string): void => {
  if (!condition) throw new Error(otherwise);
};

/** Answers `svm.exact.verify`. */
export const verifier: Verifier = async ({ shared, input }) => {
  try {
    return accepted({ payer: await judge({ ...shared, ...input } as ExactQuestion) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not judged");
  }
};

const judge = async ({ transaction, requirements, facilitator, chain }: ExactQuestion): Promise<string> => {
  const feePayer = requirements.extra?.feePayer;
  demand(requirements.scheme === "exact" && requirements.network === chain.network, "other scheme or network");
  if (typeof feePayer !== "string" || !facilitator.feePayers.includes(feePayer)) throw new Error("a fee payer of somebody else");
  const decoded = decodeTransaction(transaction);
  const { message } = decoded;
  const accounts = accountsOf(decoded, (table, index) => {
    const entry = chain.lookupTables[table]?.[index];
    if (entry === undefined) throw new Error(`no entry ${index} of table ${table}`);
    return entry;
  });
  demand(new Set(accounts).size === accounts.length, "an account twice");
  const at = (index: number): string => accounts[index] ?? "";
  const calls = message.instructions.map(({ programAddressIndex, accountIndices = [], data = new Uint8Array(0) }) => ({ program: at(programAddressIndex), accounts: accountIndices.map(at), data: Uint8Array.from(data) }));
  demand(accounts[0] === feePayer, "another fee payer");
  demand(!calls.some((call) => call.accounts.includes(feePayer) || call.program === feePayer), "the fee payer is used");
  const signers: readonly string[] = message.staticAccounts.slice(0, message.header.numSignerAccounts);
  const transfer = transferOf({ calls, maxPrice: BigInt(facilitator.maxComputeUnitPrice), isSigner: (address) => signers.includes(address) });
  checkMemos(calls, requirements.extra?.memo);
  await checkTerms(transfer, requirements);
  checkExecution({ transfer, chain, feePayer });
  demand(transfer.others.length === 0, "the transfer has accounts too many");
  demand(signers.length === 2 && signers[1] === transfer.authority, "other signers than sponsor and payer");
  const writable = (address: string): boolean => isWritable(decoded, accounts.indexOf(address));
  demand(writable(transfer.source) && writable(transfer.destination), "a read-only token account");
  demand(chain.blockhashes.includes(message.lifetimeToken), "the blockhash has expired");
  for (const [address, signature] of Object.entries(decoded.transaction.signatures).slice(1)) {
    demand(signature !== null && (await isSignedBy({ address: address as Address, signature, message: Uint8Array.from(decoded.transaction.messageBytes) })), `no valid signature of ${address}`);
  }
  return transfer.authority;
};

const isWritable = ({ message, lookups }: Decoded, index: number): boolean => {
  const { numSignerAccounts, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = message.header;
  const fixed = message.staticAccounts.length;
  if (index >= fixed) return index < fixed + lookups.reduce((sum, { writableIndexes }) => sum + writableIndexes.length, 0);
  return index < numSignerAccounts ? index < numSignerAccounts - numReadonlySignerAccounts : index < fixed - numReadonlyNonSignerAccounts;
};

const checkTerms = async (transfer: TransferCall, { amount, asset, payTo }: ExactQuestion["requirements"]): Promise<void> => {
  if (typeof amount !== "string" || !/^(0|[1-9][0-9]*)$/.test(amount) || typeof asset !== "string" || typeof payTo !== "string") throw new Error("no such requirements");
  demand(transfer.amount === BigInt(amount), `an amount of ${transfer.amount}`);
  demand(transfer.mint === asset, "another mint");
  const encoder = getAddressEncoder();
  const seeds = [payTo, transfer.program, asset].map((seed) => encoder.encode(seed as Address));
  const [destination] = await getProgramDerivedAddress({ programAddress: "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL" as Address, seeds });
  demand(transfer.destination === destination, "another destination");
};

const checkExecution = ({ transfer, chain, feePayer }: { transfer: TransferCall; chain: ExactQuestion["chain"]; feePayer: string }): void => {
  const { program, mint, authority, amount } = transfer;
  const [source, destination, token] = [chain.tokenAccounts[transfer.source], chain.tokenAccounts[transfer.destination], chain.mints[mint]];
  if (source === undefined || destination === undefined || token === undefined) throw new Error("a token account or the mint does not exist");
  demand([source, destination].every((account) => account.program === program && account.mint === mint && account.frozen !== true), "a token account of another mint or program, or a frozen one");
  demand(token.program === program && token.decimals === transfer.decimals, "other decimals or program");
  demand(source.owner !== feePayer, "the sponsor's tokens");
  demand(BigInt(source.amount) >= amount, "too few tokens");
  const mayMove = source.owner === authority || (source.delegate?.address === authority && BigInt(source.delegate.amount) >= amount);
  demand(mayMove, "not the payer's tokens");
};
