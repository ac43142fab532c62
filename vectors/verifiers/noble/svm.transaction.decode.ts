import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base58Encode } from "./_base58.ts";
import { accountList, isWritable, parseTransaction } from "./_svm-transaction.ts";

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Answers `svm.transaction.decode`. */
export const verifier: Verifier = ({ input }) => {
  try {
    const parsed = parseTransaction(input["transaction"]);
    const names = accountList(parsed, base58Encode, (table, index) => `${base58Encode(table)}#${index}`);
    return accepted({
      version: parsed.version,
      signatures: parsed.signatures.length,
      feePayer: names[0],
      staticAccounts: parsed.keys.map((key, index) => ({ address: base58Encode(key), signer: index < parsed.required, writable: isWritable(parsed, index) })),
      recentBlockhash: base58Encode(parsed.blockhash),
      instructions: parsed.instructions.map(({ program, accounts, data }) => ({ program: names[program], accounts: accounts.map((index) => names[index]), data: hex(data) })),
      lookups: parsed.lookups.map(({ table, writable, readonly }) => ({ table: base58Encode(table), writable, readonly })),
    });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not parsed");
  }
};
