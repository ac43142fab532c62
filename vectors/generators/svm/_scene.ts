import type { Seeded } from "../../generate/seeded.ts";
import { compile, signed } from "./_compile.ts";
import type { Instruction, Plan, Table } from "./_compile.ts";
import { computeLimit, computePrice, memo, transferChecked } from "./_instructions.ts";
import type { Transfer } from "./_instructions.ts";
import { addressOf, ataOf, keysOf, MINTS, PROGRAMS } from "./_keys.ts";
import type { Key } from "./_keys.ts";
import { base64, wireOf } from "./_wire.ts";
import type { Shape } from "./_wire.ts";

const PEOPLE = ["sponsor", "other sponsor", "payer", "exact payer", "poor payer", "frozen payer", "patron", "delegator", "merchant", "stranger"] as const;
export type Person = (typeof PEOPLE)[number];

/** A token account as the chain state of a question has it. */
export type TokenAccount = { readonly program: string; readonly mint: string; readonly owner: string; readonly amount: string; readonly frozen?: boolean; readonly delegate?: { readonly address: string; readonly amount: string } };

/** The terms a scene is set under. */
export type Terms = {
  readonly seeded: Seeded;
  readonly amount?: bigint;
  readonly decimals?: number;
  readonly tokenProgram?: string;
  /** Owner of the receiving account; by default a wallet. */
  readonly payTo?: string;
  /** What extra has beside feePayer. */
  readonly extra?: Readonly<Record<string, unknown>>;
};

/** What is done otherwise than in a payment as clients make it. */
export type Change = {
  readonly version?: "legacy" | 0;
  readonly feePayer?: string;
  readonly blockhash?: string;
  readonly limit?: Instruction;
  readonly price?: Instruction;
  readonly transfer?: Partial<Transfer>;
  /** What follows the transfer; by default one Memo. */
  readonly after?: readonly Instruction[];
  /** All instructions, in place of the above. */
  readonly instructions?: readonly Instruction[];
  readonly tables?: readonly Table[];
  /** Who signs, where their slots are; by default the payer. */
  readonly signers?: readonly Key[];
  /** Changes indices and keys before it is signed. */
  readonly shape?: (shape: Shape) => Shape;
  /** Changes it after it was signed. */
  readonly afterwards?: (shape: Shape) => Shape;
};

export type Scene = {
  readonly keys: Readonly<Record<Person, Key>>;
  readonly mint: string;
  readonly tokenProgram: string;
  readonly transfer: Transfer;
  readonly memo: Instruction;
  readonly blockhashes: readonly [string, string];
  /** Associated token accounts of the people, for the scene's mint. */
  readonly ata: Readonly<Record<Person, string>>;
  /** Token accounts by what they are for. */
  readonly account: Readonly<Record<"payer aux" | "payer empty" | "merchant aux" | "payer other" | "merchant other" | "payTo", string>>;
  readonly otherMint: string;
  readonly tables: { readonly harmless: Table; readonly hiding: Table };
  readonly shared: { readonly requirements: Readonly<Record<string, unknown>>; readonly facilitator: object; readonly chain: object };
  /** An address that nothing is stored at. */
  readonly address: (label: string) => string;
  readonly shapeOf: (change?: Change) => Shape;
  /** The payment, changed, as base64. */
  readonly pay: (change?: Change) => string;
};

export const NETWORK = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";
/** A memo as clients make it where the seller wants none. */
export const RANDOM_MEMO = "5f1b8a0c3d9e47726d8f0b1c2a3e4d5f";
/** The bound every facilitator of these questions has: five lamports. */
export const MAX_PRICE = 5_000_000n;

const RICH = "1000000";

/** Sets people, accounts and terms. */
export const sceneOf = async (terms: Terms): Promise<Scene> => {
  const { seeded, amount = 1000n, decimals = 6, tokenProgram = PROGRAMS.token } = terms;
  const keys = keysOf(seeded, PEOPLE);
  const mint = tokenProgram === PROGRAMS.token ? MINTS.usdc : MINTS.pyusd;
  const address = (label: string): string => addressOf(seeded.bytes(`address ${label}`, 32));
  const otherMint = address("other mint");
  const payTo = terms.payTo ?? keys.merchant.address;
  const account = async (owner: string, of: string = mint): Promise<string> => (await ataOf({ owner, mint: of, tokenProgram })).address;
  const ata = Object.fromEntries(await Promise.all(PEOPLE.map(async (person) => [person, await account(keys[person].address)]))) as Record<Person, string>;
  const accounts = {
    "payer aux": address("payer's second account"),
    "payer empty": address("payer's empty account"),
    "merchant aux": address("merchant's second account"),
    "payer other": await account(keys.payer.address, otherMint),
    "merchant other": await account(payTo, otherMint),
    payTo: await account(payTo),
  };
  const rich = amount > BigInt(RICH) ? String(amount) : RICH;
  const held = (owner: string, more: Partial<TokenAccount> = {}): TokenAccount => ({ program: tokenProgram, mint, owner, amount: "0", ...more });
  const tokenAccounts: Record<string, TokenAccount> = {
    [ata.payer]: held(keys.payer.address, { amount: rich }),
    [accounts["payer aux"]]: held(keys.payer.address, { amount: rich }),
    [accounts["payer empty"]]: held(keys.payer.address),
    [ata["exact payer"]]: held(keys["exact payer"].address, { amount: String(amount) }),
    [ata["poor payer"]]: held(keys["poor payer"].address, { amount: String(amount - 1n) }),
    [ata["frozen payer"]]: held(keys["frozen payer"].address, { amount: rich, frozen: true }),
    [ata.patron]: held(keys.patron.address, { amount: rich, delegate: { address: keys.payer.address, amount: rich } }),
    [ata.delegator]: held(keys.delegator.address, { amount: rich, delegate: { address: keys.sponsor.address, amount: rich } }),
    [ata.sponsor]: held(keys.sponsor.address, { amount: rich, delegate: { address: keys.payer.address, amount: rich } }),
    // Holds something, unless it could then not be paid the amount: a balance is a u64.
    [ata.merchant]: held(keys.merchant.address, { amount: rich === RICH ? RICH : "0" }),
    [ata.stranger]: held(keys.stranger.address, { amount: rich }),
    [accounts["merchant aux"]]: held(payTo),
    [accounts["payer other"]]: held(keys.payer.address, { mint: otherMint, amount: rich }),
    [accounts["merchant other"]]: held(payTo, { mint: otherMint }),
  };
  tokenAccounts[accounts.payTo] ??= held(payTo);
  const blockhashes = [address("blockhash"), address("newer blockhash")] as const;
  const tables = {
    harmless: { address: address("harmless table"), entries: [address("unused"), accounts.payTo, ata.payer, mint] },
    hiding: { address: address("hiding table"), entries: [address("unused"), keys.sponsor.address, ata.sponsor, address("guarded")] },
  };
  const transfer: Transfer = { source: ata.payer, mint, destination: accounts.payTo, authority: keys.payer.address, amount, decimals, tokenProgram };
  const plainMemo = memo(typeof terms.extra?.["memo"] === "string" ? terms.extra["memo"] : RANDOM_MEMO);
  const planOf = (change: Change): Plan => ({
    version: change.version ?? 0,
    feePayer: change.feePayer ?? keys.sponsor.address,
    blockhash: change.blockhash ?? blockhashes[0],
    instructions: change.instructions ?? [change.limit ?? computeLimit(20_000), change.price ?? computePrice(1), transferChecked({ ...transfer, ...change.transfer }), ...(change.after ?? [plainMemo])],
    ...(change.tables === undefined ? {} : { tables: change.tables }),
  });
  const same = (shape: Shape): Shape => shape;
  const shapeOf = (change: Change = {}): Shape => (change.afterwards ?? same)(signed((change.shape ?? same)(compile(planOf(change))), change.signers ?? [keys.payer]));
  return {
    keys,
    mint,
    tokenProgram,
    transfer,
    memo: plainMemo,
    blockhashes,
    ata,
    account: accounts,
    otherMint,
    tables,
    address,
    shapeOf,
    pay: (change) => base64(wireOf(shapeOf(change))),
    shared: {
      requirements: { scheme: "exact", network: NETWORK, amount: String(amount), asset: mint, payTo, maxTimeoutSeconds: 60, extra: { feePayer: keys.sponsor.address, ...terms.extra } },
      facilitator: { feePayers: [keys.sponsor.address, keys["other sponsor"].address], maxComputeUnitPrice: String(MAX_PRICE) },
      chain: {
        network: NETWORK,
        blockhashes: [...blockhashes],
        mints: { [mint]: { program: tokenProgram, decimals }, [otherMint]: { program: tokenProgram, decimals } },
        tokenAccounts,
        lookupTables: Object.fromEntries(Object.values(tables).map(({ address: table, entries }) => [table, [...entries]])),
      },
    },
  };
};
