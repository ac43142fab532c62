import { base58Encode, publicKey } from "../../../../vectors/verifiers/noble/_base58.ts";
import { execute } from "../../../../vectors/verifiers/noble/_svm-ledger.ts";
import { accountList, isWritable, parseTransaction } from "../../../../vectors/verifiers/noble/_svm-transaction.ts";

const TOKENS = ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];
const MEMO = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr";

const require = (holds, reason) => {
  if (!holds) throw new Error(`Simulation failed: ${reason}`);
};

/**
 * The signer of a facilitator whose node holds the question's `chain`. Transactions are read and executed by the ledger that
 * the vectors' own verifier uses: here it plays the chain, and has no say on the protocol.
 */
export const solanaSigner = ({ addresses, chain }) => ({
  getAddresses: () => addresses,
  signTransaction: async () => {
    throw new Error("nothing is settled here");
  },
  sendTransaction: async () => {
    throw new Error("nothing is settled here");
  },
  confirmTransaction: async () => undefined,
  fetchAddressLookupTables: async (tables) => {
    require(tables.every((table) => Object.hasOwn(chain.lookupTables, table)), "no such lookup table");
    return Object.fromEntries(tables.map((table) => [table, chain.lookupTables[table]]));
  },
  simulateTransaction: async (transaction, network) => {
    require(network === chain.network, "another cluster");
    simulate(transaction, chain);
  },
});

const simulate = (transaction, chain) => {
  const parsed = parseTransaction(transaction);
  require(chain.blockhashes.includes(base58Encode(parsed.blockhash)), "BlockhashNotFound");
  const keys = accountList(parsed, base58Encode, (table, index) => chain.lookupTables[base58Encode(table)]?.[index]);
  require(!keys.includes(undefined), "AddressLookupTableNotFound");
  require(new Set(keys).size === keys.length, "AccountLoadedTwice");
  const loadedWritable = parsed.lookups.reduce((sum, { writable }) => sum + writable.length, parsed.keys.length);
  const writable = (index) => (index < parsed.keys.length ? isWritable(parsed, index) : index < loadedWritable);
  const signs = (index) => index < parsed.required;
  for (const { program, accounts, data } of parsed.instructions) {
    if (keys[program] === MEMO) {
      new TextDecoder("utf-8", { fatal: true }).decode(data);
      require(accounts.every(signs), "MissingRequiredSignature");
    } else if (TOKENS.includes(keys[program])) transferChecked({ chain, program: keys[program], accounts, data, keys, writable, signs });
  }
};

const transferChecked = ({ chain, program, accounts, data, keys, writable, signs }) => {
  const [source, mint, destination, authority] = accounts;
  require(data[0] === 12 && data.length >= 10 && authority !== undefined, "InvalidInstructionData");
  require(writable(source) && writable(destination) && signs(authority), "an account without its rights");
  const amount = data.subarray(1, 9).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const bytes = (index) => publicKey(keys[index]);
  const result = execute(chain, { program: publicKey(program), source: bytes(source), mint: bytes(mint), destination: bytes(destination), authority: bytes(authority), amount, decimals: data[9] });
  require(!("failure" in result), result.failure);
};
