import { getBase16Decoder } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { accountsOf, decodeTransaction } from "./_transaction.ts";

/** Answers `svm.transaction.decode`. */
export const verifier: Verifier = ({ input }) => {
  try {
    const decoded = decodeTransaction(input["transaction"]);
    const { message, lookups, transaction } = decoded;
    const { numSignerAccounts: signers, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = message.header;
    const accounts = accountsOf(decoded, (table, index) => `${table}#${index}`);
    const fixed = message.staticAccounts.length;
    const writable = (index: number): boolean => (index < signers ? index < signers - numReadonlySignerAccounts : index < fixed - numReadonlyNonSignerAccounts);
    return accepted({
      version: message.version,
      signatures: Object.keys(transaction.signatures).length,
      feePayer: message.staticAccounts[0],
      staticAccounts: message.staticAccounts.map((address, index) => ({ address, signer: index < signers, writable: writable(index) })),
      recentBlockhash: message.lifetimeToken,
      instructions: message.instructions.map(({ programAddressIndex, accountIndices = [], data = new Uint8Array(0) }) => ({
        program: accounts[programAddressIndex],
        accounts: accountIndices.map((index) => accounts[index]),
        data: getBase16Decoder().decode(data),
      })),
      lookups: lookups.map(({ lookupTableAddress, writableIndexes, readonlyIndexes }) => ({ table: lookupTableAddress, writable: [...writableIndexes], readonly: [...readonlyIndexes] })),
    });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not decoded");
  }
};
