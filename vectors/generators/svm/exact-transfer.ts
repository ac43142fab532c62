import { createHash } from "node:crypto";
import { isOffCurveAddress } from "@solana/kit";
import type { Address } from "@solana/kit";
import { defineVectors } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { askingOf } from "./_asking.ts";
import type { Asking } from "./_asking.ts";
import { computeLimit, computePrice, lighthouse, transferChecked } from "./_instructions.ts";
import { TRANSFER_FLAGS } from "./_transfer-flags.ts";
import type { Instruction, Meta } from "./_compile.ts";
import { addressOf, ataOf, bytesOf, keyOf, littleEndian, MINTS, PROGRAMS } from "./_keys.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";
import type { Shape } from "./_wire.ts";

/** The payment with another third instruction. */
const third = (scene: Scene, instruction: Instruction): string => scene.pay({ instructions: [computeLimit(20_000), computePrice(1), instruction, scene.memo] });

const kinds = (scene: Scene, { refuse, open }: Asking): readonly DraftTest[] => {
  const right = transferChecked(scene.transfer);
  const amount = [...littleEndian(scene.transfer.amount, 8)];
  const data = (id: string, comment: string, flag: string, bytes: readonly number[], reason: string): DraftTest => refuse(id, comment, flag, third(scene, { ...right, data: Uint8Array.from(bytes) }), reason);
  const kind = "The instruction is TransferChecked (12) and no other.";
  const [source, mint, destination, authority] = right.accounts;
  const list = (...metas: readonly (Meta | undefined)[]): readonly Meta[] => metas.filter((meta) => meta !== undefined);
  const accounts = (id: string, comment: string, metas: readonly Meta[], reason: string): DraftTest => refuse(id, comment, "AccountOrder", third(scene, { ...right, accounts: metas }), reason);
  return [
    refuse("kind-transfer", "Transfer (3), which checks neither mint nor decimals", "TransferKind", third(scene, { ...right, accounts: list(source, destination, authority), data: Uint8Array.of(3, ...amount) }), kind),
    data("kind-transfer-same-accounts", "Transfer (3) with the accounts of TransferChecked", "TransferKind", [3, ...amount], kind),
    refuse("kind-approve", "Approve (4) of the payee", "TransferKind", third(scene, { ...right, accounts: list(source, destination, authority), data: Uint8Array.of(4, ...amount) }), kind),
    data("kind-approve-checked", "ApproveChecked (13), with the very same accounts and data", "TransferKind", [13, ...amount, 6], kind),
    data("kind-mint-to-checked", "MintToChecked (14)", "TransferKind", [14, ...amount, 6], kind),
    data("kind-burn-checked", "BurnChecked (15)", "TransferKind", [15, ...amount, 6], kind),
    data("kind-with-fee", "TransferCheckedWithFee (26, 1) without a fee", "TransferKind", [26, 1, ...amount, 6, ...littleEndian(0, 8)], kind),
    data("kind-no-data", "No data", "TransferData", [], "There is no discriminator."),
    data("data-no-decimals", "The decimals are missing", "TransferData", [12, ...amount], "The decimals are missing, and the chain refuses it."),
    data("data-amount-u32", "An amount of four bytes", "TransferData", [12, ...amount.slice(0, 4), 6], "The amount is a u64."),
    open("data-byte-more", "A byte behind the decimals", "TransferData", third(scene, { ...right, data: Uint8Array.from([12, ...amount, 6, 0]) }), "Whether data may go on is the token program's matter, and its versions differ."),
    accounts("accounts-without-mint", "Source, destination, authority: the accounts of Transfer", list(source, destination, authority), "TransferChecked has the mint between source and destination."),
    accounts("accounts-mint-last", "Mint and destination exchanged", list(source, destination, mint, authority), "TransferChecked has the mint between source and destination."),
    accounts("accounts-reversed", "Source and destination exchanged", list(destination, mint, source, authority), "The payer's account comes first."),
    accounts("accounts-no-authority", "No authority", list(source, mint, destination), "Nobody moves the tokens."),
    accounts("accounts-none", "No accounts", [], "The accounts are missing."),
    refuse("authority-not-signing", "The authority's account is not marked as a signer, so that there is no slot for its signature", "AuthorityUnsigned", third(scene, { ...right, accounts: list(source, mint, destination, { address: scene.keys.payer.address }) }), "The authority has to sign."),
  ];
};

const amounts = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const of = (id: string, comment: string, flag: string, amount: bigint, reason: string): DraftTest => refuse(id, comment, flag, scene.pay({ transfer: { amount } }), reason);
  const right = scene.transfer.amount;
  return [
    of("amount-one-less", "One atomic unit less", "Underpaid", right - 1n, "The amount is not met."),
    of("amount-zero", "Nothing", "Underpaid", 0n, "The amount is not met."),
    of("amount-one-more", "One atomic unit more", "Overpaid", right + 1n, "The amount is exact."),
    of("amount-two-32-more", "2^32 more, which is the right amount in 32 bits", "AmountWidth", right + 2n ** 32n, "The amount is exact."),
  ];
};

const decimals = (scene: Scene, { refuse }: Asking): readonly DraftTest[] =>
  [scene.transfer.decimals - 1, scene.transfer.decimals + 1].map((value) => refuse(`decimals-${value}`, `Decimals of ${value}`, "Decimals", scene.pay({ transfer: { decimals: value } }), "The mint has other decimals, and the token program refuses it."));

const places = (scene: Scene, { fine, refuse, open }: Asking): readonly DraftTest[] => {
  const { ata, account, keys, otherMint, mint } = scene;
  const change = (id: string, comment: string, flag: string, transfer: Parameters<typeof transferChecked>[0] | object, reason: string): DraftTest => refuse(id, comment, flag, scene.pay({ transfer }), reason);
  const elsewhere = "The destination is the associated token account of payTo and asset.";
  const nothing = "The source account does not exist.";
  return [
    change("destination-pay-to", "The wallet itself in place of its token account", "Destination", { destination: keys.merchant.address }, elsewhere),
    change("destination-merchant-aux", "Another token account of the payee", "Destination", { destination: account["merchant aux"] }, elsewhere),
    change("destination-stranger", "A stranger's token account", "Destination", { destination: ata.stranger }, elsewhere),
    change("destination-payer", "The payer's own account: nothing moves", "Destination", { destination: ata.payer }, elsewhere),
    change("destination-sponsor", "The fee payer's token account", "Destination", { destination: ata.sponsor }, elsewhere),
    change("destination-merchant-other", "The payee's account for another mint", "Destination", { destination: account["merchant other"] }, elsewhere),
    change("destination-missing-account", "An address nothing is stored at", "Destination", { destination: scene.address("nowhere") }, elsewhere),
    change("mint-other", "Another mint of the same decimals, between accounts for it", "Mint", { mint: otherMint, source: account["payer other"], destination: account["merchant other"] }, "The mint is not the offer's asset."),
    change("mint-other-destination-right", "Another mint from the payer's account for it, to the right destination", "Mint", { mint: otherMint, source: account["payer other"] }, "The mint is not the offer's asset."),
    change("source-other-mint", "The payer's account for another mint", "Source", { source: account["payer other"] }, "The source holds another mint."),
    change("source-missing", "An address nothing is stored at", "Source", { source: scene.address("nowhere") }, nothing),
    change("source-wallet", "The payer's wallet in place of its token account", "Source", { source: keys.payer.address }, "The source is no token account."),
    change("source-stranger", "A stranger's token account", "Source", { source: ata.stranger }, "The payer may not move a stranger's tokens."),
    change("source-empty", "An empty account of the payer's", "Source", { source: account["payer empty"] }, "The source holds too little."),
    change("source-is-destination", "The payee's account pays itself", "Source", { source: account.payTo }, "The payer may not move the payee's tokens."),
    refuse("source-poor", "A payer who holds one atomic unit too little", "Funds", scene.pay({ transfer: { source: ata["poor payer"], authority: keys["poor payer"].address }, signers: [keys["poor payer"]] }), "The source holds too little."),
    refuse("source-frozen", "A payer whose account is frozen", "Funds", scene.pay({ transfer: { source: ata["frozen payer"], authority: keys["frozen payer"].address }, signers: [keys["frozen payer"]] }), "A frozen account moves nothing."),
    refuse("authority-stranger", "A stranger signs for the payer's account", "Source", scene.pay({ transfer: { authority: keys.stranger.address }, signers: [keys.stranger] }), "The authority is neither owner nor delegate."),
    refuse("destination-read-only", "The destination is not writable", "ReadOnlyAccount", scene.pay({ shape: lessWritable }), "The token program cannot change a read-only account."),
    refuse("source-read-only", "The source is not writable", "ReadOnlyAccount", scene.pay({ shape: (shape) => lessWritable(reordered(shape, "writable")) }), "The token program cannot change a read-only account."),
    refuse("mint-key-twice", "The mint's key a second time in the list of keys", "RepeatedKey", scene.pay({ shape: (shape) => repeatedKey(shape, mint) }), "The chain refuses a key that is there twice."),
    refuse("source-key-twice", "The source's key a second time in the list of keys", "RepeatedKey", scene.pay({ shape: (shape) => repeatedKey(shape, ata.payer) }), "The chain refuses a key that is there twice."),
    fine("source-exact", "A payer who holds exactly the amount", "Funds", scene.pay({ transfer: { source: ata["exact payer"], authority: keys["exact payer"].address }, signers: [keys["exact payer"]] }), keys["exact payer"].address),
    fine("keys-in-other-order", "The read-only keys in reverse order: the indices mean the same accounts", "OddButRight", scene.pay({ shape: (shape) => reordered(shape, "read-only") })),
    fine("token-accounts-in-other-order", "The destination before the source among the keys", "OddButRight", scene.pay({ shape: (shape) => reordered(shape, "writable") })),
    fine("mint-writable", "The mint is marked writable, as some builders do", "OddButRight", third(scene, { ...transferChecked(scene.transfer), accounts: transferChecked(scene.transfer).accounts.map((meta) => (meta.address === mint ? { ...meta, writable: true } : meta)) })),
    fine("token-accounts-in-guard", "A guard on source, destination and mint", "OddButRight", scene.pay({ after: [lighthouse([ata.payer, account.payTo, mint].map((address) => ({ address }))), scene.memo] })),
    fine("other-token-account-in-guard", "A guard on another token account of the payee", "OddButRight", scene.pay({ after: [lighthouse([{ address: account["merchant aux"] }]), scene.memo] })),
    open("source-aux", "The payer pays from an account of its own that is not the associated one", "Source", scene.pay({ transfer: { source: account["payer aux"] } }), "The text calls the source an ATA when it asks for its existence, and asks for no particular one."),
    open("source-delegated", "The payer pays from an account it was approved for", "Source", scene.pay({ transfer: { source: ata.patron } }), "The text says nothing of delegates other than the fee payer."),
    open("payer-is-payee", "The payee pays itself", "Source", scene.pay({ transfer: { source: account.payTo, authority: keys.merchant.address }, signers: [keys.merchant] }), "No rule speaks of it, though nothing moves."),
    open("account-behind-authority", "The authority once more behind itself, where a multisig has its signers", "AccountOrder", scene.pay({ transfer: { more: [{ address: keys.payer.address, signer: true }] } }), "The token program ignores it; no rule speaks of it."),
  ];
};

/** The keys of one kind in reverse order, and the indices with them. */
const reordered = (shape: Shape, kind: "writable" | "read-only"): Shape => {
  const [signers, , readOnly] = shape.header;
  const [from, to] = kind === "writable" ? [signers, shape.keys.length - readOnly] : [shape.keys.length - readOnly, shape.keys.length];
  const moved = (index: number): number => (index < from || index >= to ? index : from + to - 1 - index);
  return {
    ...shape,
    keys: shape.keys.map((key, index) => shape.keys[moved(index)] ?? key),
    instructions: shape.instructions.map(({ program, accounts, data }) => ({ program: moved(program), accounts: accounts.map(moved), data })),
  };
};

/** The last writable key made read-only. */
const lessWritable = (shape: Shape): Shape => ({ ...shape, header: [shape.header[0], shape.header[1], shape.header[2] + 1] });

/** A key once more, behind the others. */
const repeatedKey = (shape: Shape, address: string): Shape => lessWritable({ ...shape, keys: [...shape.keys, bytesOf(address)] });

const programs = async (scene: Scene, { refuse }: Asking): Promise<readonly DraftTest[]> => {
  const other = scene.tokenProgram === PROGRAMS.token ? PROGRAMS.token2022 : PROGRAMS.token;
  const { address } = await ataOf({ owner: scene.keys.merchant.address, mint: scene.mint, tokenProgram: other });
  const source = (await ataOf({ owner: scene.keys.payer.address, mint: scene.mint, tokenProgram: other })).address;
  const strange = "The program is neither SPL Token nor Token-2022.";
  return [
    refuse("destination-of-other-program", "The destination derived under the other token program", "TokenProgram", scene.pay({ transfer: { destination: address } }), "The destination follows from the program of the transfer."),
    refuse("program-other", "The other token program, all accounts being those of the right one", "TokenProgram", scene.pay({ transfer: { tokenProgram: other } }), "The mint belongs to the other token program."),
    refuse("program-other-derived", "The other token program, the destination derived under it", "TokenProgram", scene.pay({ transfer: { tokenProgram: other, destination: address } }), "The mint belongs to the other token program, and the destination does not exist."),
    refuse("program-other-all-derived", "The other token program, source and destination derived under it", "TokenProgram", scene.pay({ transfer: { tokenProgram: other, destination: address, source } }), "The mint belongs to the other token program, and neither account exists."),
    refuse("program-strange", "A program of somebody's own that takes the same instruction and succeeds", "TokenProgram", scene.pay({ transfer: { tokenProgram: scene.address("token program's double") } }), strange),
    refuse("program-ata", "The Associated Token Account program", "TokenProgram", scene.pay({ transfer: { tokenProgram: PROGRAMS.ata } }), strange),
    refuse("program-lighthouse", "Lighthouse, which is allowed elsewhere", "TokenProgram", scene.pay({ transfer: { tokenProgram: PROGRAMS.lighthouse } }), strange),
  ];
};

/** A scene whose payee has a token account of a low bump. */
const lowBump = async (seeded: Seeded): Promise<Scene> => {
  for (let index = 0; ; index += 1) {
    const payTo = keyOf(seeded.bytes(`payee ${index}`, 32)).address;
    if ((await ataOf({ owner: payTo, mint: MINTS.usdc })).bump <= 250) return await sceneOf({ seeded, payTo });
  }
};

/** Off-curve addresses that the payee's seeds give with bumps below the right one. */
const bumped = async (scene: Scene): Promise<readonly (readonly [number, string])[]> => {
  const owner = String(scene.shared.requirements["payTo"]);
  const { bump: right } = await ataOf({ owner, mint: scene.mint });
  const hashes = Array.from({ length: right }, (_, bump) => {
    const hash = createHash("sha256");
    for (const seed of [owner, scene.tokenProgram, scene.mint].map(bytesOf)) hash.update(seed);
    return [bump, addressOf(new Uint8Array(hash.update(Uint8Array.of(bump)).update(bytesOf(PROGRAMS.ata)).update("ProgramDerivedAddress").digest()))] as const;
  });
  return hashes.filter(([, address]) => isOffCurveAddress(address as Address)).slice(0, 1);
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "The transfer in a payment on Solana: kind, amount, mint, accounts and token program.",
  requirements: ["svm.client.transfer", "svm.client.token-program", "svm.client.amount", "svm.client.mint", "svm.client.destination", "svm.client.executes", "svm.fac.transfer-kind", "svm.fac.token-program", "svm.fac.token-2022", "svm.fac.destination", "svm.fac.destination-program", "svm.fac.mint", "svm.fac.amount", "svm.fac.amount-over", "svm.fac.amount-over-static", "svm.fac.account-existence", "svm.fac.simulation"],
  flags: TRANSFER_FLAGS,
  groups: async ({ seeded }) => {
    const spl = await sceneOf({ seeded });
    const splAsking = askingOf(spl, { prefix: "spl-token", flags: ["OddButRight"] });
    const t22 = await sceneOf({ seeded, tokenProgram: PROGRAMS.token2022 });
    const t22Asking = askingOf(t22, { prefix: "token-2022", flags: ["TokenProgram"], comment: "A payment in a mint of Token-2022" });
    const vault = await sceneOf({ seeded, payTo: spl.account["merchant aux"] });
    const vaultAsking = askingOf(vault, { prefix: "vault", flags: ["OffCurvePayee"], comment: "payTo is a program derived address, as a smart wallet's vault is" });
    const wallet = await lowBump(seeded);
    const walletAsking = askingOf(wallet, { prefix: "low-bump", flags: ["BumpSearch"], comment: "payTo is a wallet whose token account has a bump of 250 or less" });
    const wrongBump = (await bumped(wallet)).map(([bump, destination]) => walletAsking.refuse(`bump-${bump}`, `The destination derived with bump ${bump}, which the token program's own search passes over`, "BumpSearch", wallet.pay({ transfer: { destination } }), "The associated token account is the one of the highest bump that leaves the curve."));
    const short = new Set(["kind-transfer", "kind-with-fee", "destination-pay-to", "source-poor", "amount-one-less", "source-exact", "keys-in-other-order", "token-accounts-in-other-order", "mint-writable", "token-accounts-in-guard", "source-aux"].map((id) => `token-2022.${id}`));
    const others = [...kinds(t22, t22Asking), ...amounts(t22, t22Asking), ...places(t22, t22Asking)].filter(({ id }) => short.has(id));
    return [
      { name: "spl-token", comment: "A mint of SPL Token", shared: spl.shared, tests: [splAsking.plain, ...kinds(spl, splAsking), ...amounts(spl, splAsking), ...decimals(spl, splAsking), ...places(spl, splAsking), ...(await programs(spl, splAsking))] },
      { name: "vault", comment: "A payee whose address is off the curve", shared: vault.shared, tests: [vaultAsking.plain, vaultAsking.refuse("destination-vault", "The vault itself in place of its token account", "Destination", vault.pay({ transfer: { destination: spl.account["merchant aux"] } }), "The destination is the associated token account of payTo and asset.")] },
      { name: "low-bump", comment: "A payee whose token account takes a longer search", shared: wallet.shared, tests: [walletAsking.plain, ...wrongBump] },
      { name: "token-2022", comment: "A mint of Token-2022, without extensions", shared: t22.shared, tests: [t22Asking.plain, ...others, ...(await programs(t22, t22Asking)).filter(({ id }) => !/(ata|lighthouse)$/.test(id))] },
    ];
  },
});
