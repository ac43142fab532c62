/** Transactions bent at random, from a seed: for throwing at parsers and at the node. */
import { associatedTokenAddress } from "../wire/addresses.ts";
import { concatBytes, littleEndian } from "../wire/bytes.ts";
import { compileMessage } from "../wire/compile-message.ts";
import { encodeCompactU16 } from "../wire/compact-u16.ts";
import { advanceNonceAccount, createAccount, transferSol } from "../wire/instructions/system.ts";
import { createAssociatedTokenIdempotent } from "../wire/instructions/associated-token.ts";
import { setComputeUnitLimit, setComputeUnitPrice } from "../wire/instructions/compute-budget.ts";
import { createLookupTable, extendLookupTable } from "../wire/instructions/lookup-table.ts";
import { memo } from "../wire/instructions/memo.ts";
import { closeAccount, transferChecked, transferCheckedWithFee } from "../wire/instructions/token.ts";
import type { Instruction } from "../wire/instruction.ts";
import type { KeyPair } from "../wire/keys.ts";
import { parseTransaction } from "../wire/parse-transaction.ts";
import { programs, sysvars } from "../wire/program-ids.ts";
import { serializeTransaction } from "../wire/serialize-transaction.ts";
import { signTransaction } from "../wire/sign-transaction.ts";
import { allMints } from "../genesis.ts";

/** Numbers from a seed: the same on every machine (mulberry32). */
export interface Random {
  /** From 0 to below `limit`. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  bytes(count: number): Uint8Array;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("expected something to pick from");
      return item;
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  };
}

export interface MutatorOptions {
  readonly random: Random;
  /** Whose transactions are bent; the first one pays. */
  readonly wallets: readonly KeyPair[];
  readonly blockhash: string;
  /** A table, for transactions that look accounts up. */
  readonly table: { readonly table: string; readonly addresses: readonly string[] };
}

/** Programs to call with anything: the ones payments use, and all that the runtime has of its own. */
const callable = [
  ...Object.values(programs),
  "Vote111111111111111111111111111111111111111",
  "Stake11111111111111111111111111111111111111",
  "Config1111111111111111111111111111111111111",
  "BPFLoader1111111111111111111111111111111111",
  "BPFLoader2111111111111111111111111111111111",
  "BPFLoaderUpgradeab1e11111111111111111111111",
  "LoaderV411111111111111111111111111111111111",
  "NativeLoader1111111111111111111111111111111",
  "KeccakSecp256k11111111111111111111111111111",
  "Secp256r1SigVerify1111111111111111111111111",
  "ZkE1Gama1Proof11111111111111111111111111111",
];

/** @returns a function that makes the next transaction's bytes, most of them broken in some way */
export function createMutator(options: MutatorOptions): () => Uint8Array {
  const { random, wallets, blockhash, table } = options;
  const [payer, client, other] = wallets as [KeyPair, KeyPair, KeyPair];
  const account = (owner: string, mint: (typeof allMints)[number]): string => associatedTokenAddress({ owner, mint: mint.address, tokenProgram: mint.tokenProgram });
  const transferOf = (mint: (typeof allMints)[number]): Instruction =>
    transferChecked({ source: account(client.address, mint), mint: mint.address, destination: account(other.address, mint), authority: client.address, amount: 1n, decimals: mint.decimals, tokenProgram: mint.tokenProgram });
  const feeMint = allMints.find(({ transferFee }) => transferFee !== undefined) ?? allMints[0];
  if (feeMint === undefined) throw new Error("expected mints");
  const budget = [setComputeUnitLimit(200_000), setComputeUnitPrice(1n)];
  const programsOfAll: readonly (readonly Instruction[])[] = [
    ...allMints.map((mint) => [...budget, transferOf(mint), memo("fuzz")]),
    [memo("one")],
    [transferSol({ from: payer.address, to: table.addresses[0] ?? other.address, lamports: 1_000_000n })],
    [createAccount({ payer: payer.address, account: other.address, lamports: 5_000_000n, space: 100n, owner: programs.token2022 })],
    [advanceNonceAccount({ nonce: other.address, authority: payer.address }), memo("nonce")],
    [createAssociatedTokenIdempotent({ payer: payer.address, owner: other.address, mint: feeMint.address, tokenProgram: programs.token2022 })],
    [transferCheckedWithFee({ source: account(client.address, feeMint), mint: feeMint.address, destination: account(other.address, feeMint), authority: client.address, amount: 100n, decimals: 6, fee: 1n })],
    [closeAccount({ account: account(client.address, feeMint), destination: payer.address, authority: client.address, tokenProgram: programs.token2022 })],
    [createLookupTable({ authority: payer.address, payer: payer.address, slot: 400_000_000n }), extendLookupTable({ table: table.table, authority: payer.address, payer: payer.address, addresses: [other.address] })],
  ];
  /** Any program, with any data and some accounts of ours and of the system's. */
  const wild = (): Instruction => ({
    program: random.pick(callable),
    accounts: Array.from({ length: random.below(8) }, () => ({
      address: random.pick([payer.address, client.address, other.address, table.table, ...allMints.map(({ address }) => address), ...allMints.map((mint) => account(client.address, mint)), ...Object.values(sysvars)]),
      signer: random.below(4) === 0,
      writable: random.below(2) === 0,
    })),
    data: concatBytes(random.pick([new Uint8Array(), Uint8Array.of(random.below(50)), littleEndian(random.below(20), 4)]), random.bytes(random.below(60))),
  });
  const signable = (instructions: readonly Instruction[]): Uint8Array => {
    // Only wallets can sign: what else is asked to is asked no more.
    const known = new Set(wallets.map(({ address }) => address));
    const asked = instructions.map((instruction) => ({ ...instruction, accounts: instruction.accounts.map((meta) => ({ ...meta, signer: meta.signer && known.has(meta.address) })) }));
    const message = compileMessage({ feePayer: payer.address, blockhash, instructions: asked, version: random.pick(["legacy", 0, 0] as const), tables: random.below(3) === 0 ? [table] : [] });
    return serializeTransaction(signTransaction({ message, signers: wallets }));
  };
  const fresh = (): Uint8Array => signable([...random.pick(programsOfAll), ...(random.below(3) === 0 ? [wild()] : []), memo(String(random.below(2 ** 31)))]);
  /** Signed ones to cut and bend, made anew from time to time. */
  const stock = Array.from({ length: 64 }, fresh);
  const mutations: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
    flipBits(random),
    flipBits(random),
    setBytes(random),
    (bytes) => bytes.subarray(0, random.below(bytes.length)),
    (bytes) => concatBytes(bytes, random.bytes(1 + random.below(20))),
    (bytes) => splice(bytes, random, new Uint8Array()),
    (bytes) => splice(bytes, random, random.bytes(random.below(40))),
    (bytes) => splice(bytes, random, random.pick(stock)),
    (bytes) => splice(bytes, random, encodeCompactU16(random.below(65_536))),
    (bytes) => resign(setBytes(random)(bytes), wallets),
    (bytes) => resign(flipBits(random)(bytes), wallets),
    () => random.bytes(random.below(1_300)),
    () => signable(Array.from({ length: 1 + random.below(3) }, wild)),
    (bytes) => bytes,
  ];
  return () => {
    if (random.below(20) === 0) stock[random.below(stock.length)] = fresh();
    return random.pick(mutations)(random.pick(stock));
  };
}

/** Bits anywhere behind the signatures as often as among them: there are many more of those. */
function flipBits(random: Random): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const bent = Uint8Array.from(bytes);
    for (let flips = 1 + random.below(4); flips > 0; flips--) {
      const at = place(bytes, random);
      bent[at] = (bent[at] ?? 0) ^ (1 << random.below(8));
    }
    return bent;
  };
}

function setBytes(random: Random): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const bent = Uint8Array.from(bytes);
    for (let changes = 1 + random.below(3); changes > 0; changes--) bent[place(bytes, random)] = random.pick([0, 1, 2, 0x7f, 0x80, 0xfe, 0xff, random.below(256)]);
    return bent;
  };
}

function place(bytes: Uint8Array, random: Random): number {
  const message = Math.min(bytes.length - 1, 1 + 64 * (bytes[0] ?? 0));
  return random.below(2) === 0 ? random.below(Math.max(1, bytes.length)) : message + random.below(Math.max(1, bytes.length - message));
}

/** Other bytes in place of a stretch. */
function splice(bytes: Uint8Array, random: Random, insert: Uint8Array): Uint8Array {
  const from = place(bytes, random);
  return concatBytes(bytes.subarray(0, from), insert.subarray(0, 1_232), bytes.subarray(from + random.below(40))).subarray(0, 1_240);
}

/** Puts right signatures under what can still be read, so that it is executed and not only looked at. */
function resign(bytes: Uint8Array, wallets: readonly KeyPair[]): Uint8Array {
  const parsed = parseTransaction(bytes);
  return parsed.ok ? serializeTransaction(signTransaction({ message: parsed.transaction.message, signers: wallets })) : bytes;
}
