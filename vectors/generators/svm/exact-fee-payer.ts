import { defineVectors } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { askingOf } from "./_asking.ts";
import type { Asking } from "./_asking.ts";
import { createAta, computeLimit, computePrice, lighthouse, memo, systemTransfer } from "./_instructions.ts";
import type { Instruction, Meta } from "./_compile.ts";
import { NETWORK, RANDOM_MEMO, sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";
import type { Shape } from "./_wire.ts";

const ISOLATED = "The fee payer stands in an instruction's accounts.";

const spending = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const { keys, ata } = scene;
  const sponsor = keys.sponsor.address;
  return [
    refuse("authority-own-tokens", "The fee payer's own tokens, moved by the fee payer", "SponsorPays", scene.pay({ transfer: { source: ata.sponsor, authority: sponsor }, signers: [] }), "The fee payer is the transfer's authority."),
    refuse("authority-as-delegate", "A client's tokens, moved by the fee payer as the client's delegate", "SponsorPays", scene.pay({ transfer: { source: ata.delegator, authority: sponsor }, signers: [] }), "The fee payer is the transfer's authority."),
    refuse("source-of-sponsor", "The fee payer's tokens, moved by the payer who is their delegate: the fee payer is in no account list", "SponsorPays", scene.pay({ transfer: { source: ata.sponsor } }), "The tokens are the fee payer's."),
    refuse("authority-payer-source-sponsor-signs", "The fee payer's tokens and authority, with the payer signing the memo", "SponsorPays", scene.pay({ transfer: { source: ata.sponsor, authority: sponsor }, after: [memo(RANDOM_MEMO, [keys.payer.address])] }), "The fee payer is the transfer's authority."),
    refuse("system-transfer", "A transfer of lamports out of the fee payer", "SponsorPays", scene.pay({ after: [systemTransfer(sponsor, keys.payer.address, 1_000_000), scene.memo] }), ISOLATED),
    refuse("create-account", "The fee payer funds the creation of a token account", "SponsorPays", scene.pay({ after: [createAta({ funder: sponsor, account: ata.stranger, owner: keys.stranger.address, mint: scene.mint, idempotent: true }), scene.memo] }), ISOLATED),
    refuse("create-account-first", "The fee payer funds the creation of the destination, before the transfer", "SponsorPays", scene.pay({ instructions: [computeLimit(60_000), computePrice(1), createAta({ funder: sponsor, account: scene.account.payTo, owner: keys.merchant.address, mint: scene.mint, idempotent: true })] }), ISOLATED),
  ];
};

const named = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const sponsor = scene.keys.sponsor.address;
  const guard = (...metas: readonly Meta[]): Instruction => lighthouse([{ address: scene.ata.payer }, ...metas]);
  const place = (id: string, comment: string, change: Parameters<Scene["pay"]>[0]): DraftTest => refuse(id, comment, "SponsorNamed", scene.pay(change), ISOLATED);
  const at = { address: sponsor };
  return [
    place("account-of-limit", "The fee payer among the accounts of the limit", { limit: { ...computeLimit(20_000), accounts: [at] } }),
    place("account-of-price", "The fee payer among the accounts of the price", { price: { ...computePrice(1), accounts: [at] } }),
    place("account-of-transfer", "The fee payer behind the transfer's authority, where a multisig has its signers", { transfer: { more: [{ address: sponsor, signer: true }] } }),
    place("account-of-transfer-second", "The fee payer second behind the transfer's authority", { transfer: { more: [{ address: scene.keys.payer.address, signer: true }, at] } }),
    place("account-of-memo", "The fee payer signs the memo", { after: [memo(RANDOM_MEMO, [sponsor])] }),
    place("account-of-memo-second", "Payer and fee payer sign the memo", { after: [memo(RANDOM_MEMO, [scene.keys.payer.address, sponsor])] }),
    place("account-of-guard", "The fee payer as an account of a guard", { after: [guard(at), scene.memo] }),
    place("account-of-second-guard", "The fee payer in the second of two guards", { after: [guard(), guard(at), scene.memo] }),
    place("account-of-last-memo", "The fee payer in the last instruction, the sixth", { after: [guard(), guard({ address: scene.ata.merchant }), memo(RANDOM_MEMO, [sponsor])] }),
    refuse("second-copy", "The fee payer's key a second time in the list of keys, and that copy in a guard's accounts", "SponsorNamed", scene.pay({ after: [guard({ address: scene.address("to be replaced") }), scene.memo], shape: (shape) => repeated(shape, scene) }), "Compared by key and not by index, the fee payer stands in the accounts; besides, the chain refuses a key that is there twice."),
    refuse("called", "The fee payer's key called as a program", "SponsorNamed", scene.pay({ after: [{ program: sponsor, accounts: [], data: new Uint8Array(1) }, scene.memo] }), "The fee payer is called as a program."),
    refuse("called-for-transfer", "The fee payer's key in the token program's place", "SponsorNamed", scene.pay({ transfer: { tokenProgram: sponsor } }), "The fee payer is called as a program."),
  ];
};

/** Puts the fee payer's key in the place of another one. */
const repeated = (shape: Shape, scene: Scene): Shape => {
  const placeholder = scene.address("to be replaced");
  const index = shape.keys.findIndex((key) => Buffer.compare(key, scene.shapeOf({ feePayer: placeholder }).keys[0] ?? key) === 0);
  return { ...shape, keys: shape.keys.map((key, at) => (at === index ? (shape.keys[0] ?? key) : key)) };
};

const others = (scene: Scene, { refuse, fine, open }: Asking): readonly DraftTest[] => {
  const { keys } = scene;
  const wrong = (id: string, comment: string, change: Parameters<Scene["pay"]>[0], reason = "The fee payer is not extra.feePayer."): DraftTest => refuse(id, comment, "OtherFeePayer", scene.pay(change), reason);
  return [
    wrong("payer-pays-fee", "The payer pays the fee: one signer, fully signed", { feePayer: keys.payer.address }),
    wrong("stranger-pays-fee", "A stranger pays the fee", { feePayer: keys.stranger.address }),
    wrong("stranger-pays-fee-signed", "A stranger pays the fee and has signed", { feePayer: keys.stranger.address, signers: [keys.payer, keys.stranger] }),
    wrong("other-sponsor", "Another key of the same facilitator pays the fee", { feePayer: keys["other sponsor"].address }),
    wrong("sponsor-second", "The payer pays the fee, and the sponsor is the second signer", { feePayer: keys.payer.address, after: [memo(RANDOM_MEMO, [keys.sponsor.address])] }),
    wrong("payee-pays-fee", "The payee pays the fee", { feePayer: keys.merchant.address }),
    fine("bytes-in-guard", "The fee payer's key among a guard's data", "NamedInData", scene.pay({ after: [{ ...lighthouse([{ address: scene.ata.payer }]), data: Uint8Array.of(6, ...keys.sponsor.bytes) }, scene.memo] })),
    fine("payer-in-guard", "The payer's wallet and account in a guard", "PayerSignsMemo", scene.pay({ after: [lighthouse([{ address: keys.payer.address, signer: true }, { address: scene.ata.payer }]), scene.memo] })),
    fine("payee-in-guard", "The payee's wallet in a guard", "PayerSignsMemo", scene.pay({ after: [lighthouse([{ address: keys.merchant.address }]), scene.memo] })),
    open("other-sponsor-in-guard", "Another key of the same facilitator in a guard's accounts, read-only", "SponsorNamed", scene.pay({ after: [lighthouse([{ address: keys["other sponsor"].address }]), scene.memo] }), "The text speaks of the fee payer of this payment; refusing the others is prudent."),
    open("sponsor-account-in-guard", "The fee payer's token account in a guard, read-only", "SponsorNamed", scene.pay({ after: [lighthouse([{ address: scene.ata.sponsor }]), scene.memo] }), "The text speaks of the fee payer's own address; refusing its token account is prudent."),
    fine("memo-signed-by-payer", "The payer, and nobody else, signs the memo", "PayerSignsMemo", scene.pay({ after: [memo(RANDOM_MEMO, [keys.payer.address])] })),
  ];
};

const lookups = (scene: Scene, { refuse, open }: Asking): readonly DraftTest[] => {
  const { harmless, hiding } = scene.tables;
  const guarded = lighthouse([{ address: scene.address("guarded") }]);
  // The table's second entry is the fee payer, whose key has to stay static as well: so the index is written by hand.
  const point = (index: number) => (shape: Shape): Shape => ({ ...shape, lookups: shape.lookups.map((lookup) => ({ ...lookup, readonly: [index] })) });
  const hidden = (change: Parameters<Scene["pay"]>[0]): string => scene.pay({ after: [guarded, scene.memo], tables: [hiding], ...change });
  const closed = "Refusing lookup tables altogether is in order too.";
  return [
    open("table-harmless", "Mint, source and destination come from a table that resolves", "LookupTable", scene.pay({ tables: [harmless] }), closed),
    open("table-guarded-account", "A guard's account comes from a table that resolves", "LookupTable", hidden({}), closed),
    refuse("table-hides-fee-payer", "A guard's account comes from a table and is the fee payer", "LookupTable", hidden({ shape: point(1) }), "Resolved, the fee payer stands in an instruction's accounts."),
    refuse("table-hides-source", "The source comes from a table and is the fee payer's token account, whose delegate the payer is", "LookupTable", scene.pay({ transfer: { source: scene.ata.sponsor }, tables: [hiding] }), "Resolved, the tokens are the fee payer's."),
    refuse("table-hides-destination", "The destination comes from a table and is the payer's own account", "LookupTable", scene.pay({ tables: [harmless], shape: (shape) => ({ ...shape, lookups: shape.lookups.map((lookup) => ({ ...lookup, writable: lookup.writable.toReversed() })) }) }), "Resolved, source and destination are exchanged."),
    refuse("table-unknown", "A table that does not exist", "LookupFailsOpen", hidden({ tables: [{ ...hiding, address: scene.address("no table") }] }), "The accounts cannot be known, and the chain cannot load them."),
    refuse("table-index-beyond", "An index beyond the table's end", "LookupFailsOpen", hidden({ shape: point(200) }), "The account cannot be known, and the chain cannot load it."),
  ];
};

/** The scene with its payments made for the offer's own fee payer. */
const withSponsor = (scene: Scene): Scene => ({ ...scene, pay: (change) => scene.pay({ feePayer: scene.keys["other sponsor"].address, ...change }) });

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "The fee payer of a payment on Solana signs whatever the client built: it pays the fee, and nothing else.",
  requirements: ["svm.client.feepayer", "svm.client.no-feepayer-account", "svm.fac.feepayer-matches", "svm.fac.feepayer-accounts", "svm.fac.feepayer-accounts-transfer", "svm.fac.feepayer-accounts-budget", "svm.fac.feepayer-authority", "svm.fac.feepayer-source", "svm.fac.feepayer-delegate", "svm.fac.feepayer-program", "svm.fac.feepayer-recipient", "svm.fac.fund-safety", "svm.fac.alt", "svm.fac.alt-fail-closed"],
  flags: {
    SponsorPays: { bugClass: "fee-payer-drained", description: "Signs a transaction that moves the fee payer's own funds.", effect: "The sponsor pays the seller, or the attacker.", links: ["https://github.com/solana-foundation/pay-kit/issues/112", "https://github.com/x402-foundation/x402/issues/646"] },
    SponsorNamed: { bugClass: "fee-payer-not-isolated", description: "Looks for the fee payer in some places only, or by its index.", effect: "Its signature authorizes what another program does.", links: ["https://github.com/x402-foundation/x402/issues/646"] },
    OtherFeePayer: { bugClass: "fee-payer-not-compared", description: "Does not compare the fee payer with the offer's.", effect: "A payment is found valid that the facilitator cannot sign, or another of its keys pays.", links: [] },
    PayerSignsMemo: { bugClass: "memo-refused", description: "Refuses a memo that has accounts.", effect: "Payments of libraries that have the payer sign the memo are refused.", links: ["https://spl.solana.com/memo"] },
    NamedInData: { bugClass: "fee-payer-searched-in-bytes", description: "Looks for the fee payer's key or address anywhere in the bytes.", effect: "Payments are refused for a text or a value that authorizes nothing.", links: [] },
    LookupTable: { bugClass: "lookup-tables-ignored", description: "Looks at static keys only.", effect: "An account hidden in a table escapes every check.", links: ["https://docs.anza.xyz/proposals/versioned-transactions"] },
    LookupFailsOpen: { bugClass: "lookup-fails-open", description: "Goes on with what it could resolve.", effect: "An account it does not know of is debited.", links: [] },
    SponsorIsPayee: { bugClass: "fee-payer-as-payee-refused", description: "Refuses a payment to the fee payer itself.", effect: "A seller that sponsors its own payments cannot be paid.", links: [] },
  },
  groups: async ({ seeded }) => {
    const scene = await sceneOf({ seeded });
    const asking = askingOf(scene, { flags: ["PayerSignsMemo"] });
    const second = withSponsor(await sceneOf({ seeded, extra: { feePayer: scene.keys["other sponsor"].address } }));
    const secondAsking = askingOf(second, { prefix: "other-sponsor", flags: ["OtherFeePayer"], comment: "A payment whose fee payer is the facilitator's second key" });
    const text = await sceneOf({ seeded, extra: { memo: scene.keys.sponsor.address } });
    const textAsking = askingOf(text, { prefix: "named-in-memo", flags: ["NamedInData"], comment: "A memo whose text is the fee payer's address: text authorizes nothing" });
    const own = await sceneOf({ seeded, payTo: scene.keys.sponsor.address });
    const toSponsor: DraftTest = {
      id: "payee-is-fee-payer",
      comment: "payTo is the fee payer, whose token account is paid: its key is in no account list",
      flags: ["SponsorIsPayee"],
      input: { transaction: own.pay() },
      result: "acceptable",
      reason: "The pinned text does not speak of it; newer text allows it.",
    };
    return [
      { name: "spl-token", comment: `A mint of SPL Token on ${NETWORK}`, shared: scene.shared, tests: [asking.plain, ...spending(scene, asking), ...named(scene, asking), ...others(scene, asking), ...lookups(scene, asking)] },
      { name: "other-sponsor", comment: "The offer names the facilitator's other key", shared: second.shared, tests: [secondAsking.plain, secondAsking.refuse("first-sponsor", "The facilitator's first key pays the fee", "OtherFeePayer", scene.pay(), "The fee payer is not extra.feePayer.")] },
      { name: "named-in-memo", comment: "The seller's memo is the fee payer's address", shared: text.shared, tests: [textAsking.plain] },
      { name: "sponsored-by-payee", comment: "The seller is its own sponsor", shared: own.shared, tests: [toSponsor] },
    ];
  },
});
