import { addressOf } from "./_keys.ts";
import type { Shape } from "./_wire.ts";

/** What svm.transaction.decode yields for a shape. */
export const summaryOf = ({ version, signatures, header, keys, blockhash, instructions, lookups }: Shape): object => {
  const [signers, readonlySigners, readonlyOthers] = header;
  const named = (list: "writable" | "readonly"): readonly string[] => lookups.flatMap((lookup) => lookup[list].map((index) => `${addressOf(lookup.table)}#${index}`));
  const names = [...keys.map(addressOf), ...named("writable"), ...named("readonly")];
  return {
    version,
    signatures: signatures.length,
    feePayer: names[0],
    staticAccounts: keys.map((key, index) => ({ address: addressOf(key), signer: index < signers, writable: index < signers ? index < signers - readonlySigners : index < keys.length - readonlyOthers })),
    recentBlockhash: addressOf(blockhash),
    instructions: instructions.map(({ program, accounts, data }) => ({ program: names[program], accounts: accounts.map((index) => names[index]), data: Buffer.from(data).toString("hex") })),
    lookups: lookups.map(({ table, writable, readonly }) => ({ table: addressOf(table), writable, readonly })),
  };
};
