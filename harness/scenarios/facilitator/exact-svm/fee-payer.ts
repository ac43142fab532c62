import { type AccountMeta, approve, associatedTokenAddress, deriveKeyPair, type Instruction, keyPairFromPrivateKey, memo, readonlyAccount, readonlySigner, sysvars, transferChecked } from "../../../../simulators/chains/svm/wire/index.ts";
import { land } from "../../../methods/exact-svm/land.ts";
import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { beside, composed, type Edit, editScenario, inPlaceOf, type Parts, transferFirst } from "./edit.ts";
import { controlsOf, lighthouse, paid } from "./parts.ts";

/**
 * scheme_exact_svm.md, rule 2, and §2.1.1 of the later text: the fee payer's signature pays the fee and does nothing else.
 *
 * A message names the fee payer first among its keys and as a writable signer, so that an instruction cannot ask for it in any other
 * way: as read-only or as writable account, as signer or not, the bytes are the same.
 */

const TOKENS = 1_000_000_000n;
const SOL = 1_000_000_000n;
const requirements = ["requirements", "recipient"] as const;

const sponsored = (instruction: Instruction, seat: SvmFacilitatorSeat, ...before: readonly AccountMeta[]): Instruction => ({ ...instruction, accounts: [...instruction.accounts, ...before, readonlyAccount(seat.chain.sponsor)] });
const named = (name: keyof Parts, ...before: readonly AccountMeta[]): Edit["make"] => inPlaceOf(name, (parts, seat) => sponsored(parts[name], seat, ...before));
const payerOf = (parts: Parts): string => paid(parts).authority;

export const give = async (seat: SvmFacilitatorSeat, ...names: readonly string[]): Promise<void> => await seat.node.fund(names.map((name) => ({ address: seat.wallet(name).address, nativeAmount: SOL })));
const keyOf = (seat: SvmFacilitatorSeat, name: string) => keyPairFromPrivateKey(seat.wallet(name).privateKey);

/** Where somebody's tokens are, in the chain's asset. */
export const accountOf = (seat: SvmFacilitatorSeat, owner: string): string => associatedTokenAddress({ owner, mint: seat.node.asset });

/** The ordinary transfer, out of another account or by another authority. */
export const spending = (parts: Parts, other: { readonly source?: string; readonly authority?: string }): Instruction => transferChecked({ ...paid(parts), ...other });

/** Signed by the payer as well, who would otherwise have no part in the transaction. */
const cosigned = (parts: Parts): Instruction => memo(Buffer.from(parts.memo.data), { signers: [payerOf(parts)] });

async function approveSponsor(seat: SvmFacilitatorSeat): Promise<void> {
  await give(seat, "payer");
  const payer = seat.wallet();
  await land({ node: seat.node, signers: [payer], instructions: [approve({ account: accountOf(seat, payer.address), delegate: seat.chain.sponsor, authority: payer.address, amount: TOKENS })] });
}

// By the later text who pays the fee is no part of the payment, so that who goes by the outcome may take one that nobody sponsors.
const IDENTITY: readonly Edit[] = [
  {
    id: "feepayer-matches/client",
    title: "the client as fee payer, and so signed in full",
    classes: ["requirements"],
    later: transferFirst,
    async make(seat, terms) {
      await give(seat, "payer");
      return await seat.payment({ requirements: terms, draft: (draft) => ({ ...draft, feePayer: seat.wallet().address }) });
    },
  },
  {
    id: "feepayer-matches/other",
    title: "a third key as fee payer, which has signed",
    classes: ["requirements"],
    later: transferFirst,
    wallets: { payer: { balance: TOKENS }, other: { balance: 0n } },
    async make(seat, terms) {
      await give(seat, "other");
      return await seat.payment({ requirements: terms, draft: (draft) => ({ ...draft, feePayer: seat.wallet("other").address, signers: [...draft.signers, keyOf(seat, "other")] }) });
    },
  },
  {
    id: "feepayer-managed/other",
    title: "requirements and a transaction whose fee payer is somebody else's key",
    classes: ["requirements"],
    wallets: { payer: { balance: TOKENS }, other: { balance: 0n } },
    async make(seat) {
      await give(seat, "other");
      return await seat.payment({ requirements: seat.requirements({ extra: { feePayer: seat.wallet("other").address } }) });
    },
  },
];

const ACCOUNTS: readonly Edit[] = [
  { id: "feepayer-accounts/memo", title: "the fee payer as signer of the Memo", classes: requirements, make: named("memo") },
  { id: "feepayer-accounts/memo-behind-client", title: "the fee payer as signer of the Memo behind the client", classes: requirements, make: inPlaceOf("memo", (parts, seat) => sponsored(parts.memo, seat, readonlySigner(payerOf(parts)))) },
  { id: "feepayer-accounts/lighthouse", title: "the fee payer among the accounts of a Lighthouse instruction", classes: requirements, make: composed(({ limit, price, transfer, memo: said }, seat) => [limit, price, transfer, sponsored(lighthouse(), seat), said]) },
  { id: "feepayer-accounts/last", title: "the fee payer among the accounts of a Lighthouse instruction behind the Memo", classes: requirements, make: beside((_, seat) => [sponsored(lighthouse(), seat)]) },
  { id: "feepayer-accounts-transfer/signer", title: "the fee payer as one more signer behind the transfer's authority", classes: requirements, make: named("transfer") },
  { id: "feepayer-accounts-transfer/behind", title: "the fee payer behind another account behind the transfer's authority", classes: requirements, make: named("transfer", readonlyAccount(sysvars.clock)) },
  { id: "feepayer-accounts-budget/limit", title: "the fee payer as account of SetComputeUnitLimit", classes: requirements, make: named("limit") },
  { id: "feepayer-accounts-budget/price", title: "the fee payer as account of SetComputeUnitPrice", classes: requirements, make: named("price") },
];

const SPENDING: readonly Edit[] = [
  { id: "feepayer-authority/alone", title: "a transfer of the fee payer's own tokens, which it alone signs", classes: requirements, make: inPlaceOf("transfer", (parts, seat) => spending(parts, { source: accountOf(seat, seat.chain.sponsor), authority: seat.chain.sponsor })) },
  {
    id: "feepayer-authority/with-client",
    title: "a transfer of the fee payer's own tokens and a Memo that the client signs",
    classes: [...requirements, "signature"],
    make: composed((parts, seat) => [parts.limit, parts.price, spending(parts, { source: accountOf(seat, seat.chain.sponsor), authority: seat.chain.sponsor }), cosigned(parts)]),
  },
  {
    id: "feepayer-source/second-account",
    title: "a transfer out of an account of the fee payer that is not the associated one, by its delegate",
    classes: [...requirements, "signature"],
    make: inPlaceOf("transfer", async (parts, seat) => {
      const source = await controlsOf(seat).setTokenAccount({
        owner: seat.chain.sponsor,
        mint: seat.node.asset,
        amount: TOKENS,
        delegate: { address: payerOf(parts), amount: TOKENS },
        address: deriveKeyPair({ seed: payerOf(parts), path: "account-of-sponsor" }).address,
      });
      return spending(parts, { source });
    }),
  },
  {
    id: "feepayer-delegate/alone",
    title: "a transfer that the fee payer makes as the client's delegate",
    classes: requirements,
    make: inPlaceOf("transfer", async (parts, seat) => {
      await approveSponsor(seat);
      return spending(parts, { authority: seat.chain.sponsor });
    }),
  },
  {
    id: "feepayer-delegate/with-client",
    title: "a transfer that the fee payer makes as the client's delegate, and a Memo that the client signs",
    classes: [...requirements, "signature"],
    make: composed(async (parts, seat) => {
      await approveSponsor(seat);
      return [parts.limit, parts.price, spending(parts, { authority: seat.chain.sponsor }), cosigned(parts)];
    }),
  },
];

// The network refuses both: no message may call its first key, nor name a key twice.
const PROGRAM: readonly Edit[] = [
  { id: "feepayer-program/first-key", title: "a call of the fee payer as a program", make: beside((_, seat) => [{ program: seat.chain.sponsor, accounts: [], data: new Uint8Array() }]) },
  {
    id: "feepayer-program/second-key",
    title: "a call of the fee payer as a program, named a second time for it",
    make: async (seat, terms) =>
      await seat.payment({
        requirements: terms,
        message: (message) => ({
          ...message,
          header: { ...message.header, readonlyUnsigned: message.header.readonlyUnsigned + 1 },
          staticKeys: [...message.staticKeys, seat.chain.sponsor],
          instructions: [...message.instructions, { programIndex: message.staticKeys.length, accountIndexes: [], data: new Uint8Array() }],
        }),
      }),
  },
];

export const scenarios = [
  ...[...IDENTITY, ...ACCOUNTS, ...SPENDING, ...PROGRAM].map(editScenario),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/feepayer-source/associated",
    title: "Verify a payment, then one out of the fee payer's associated token account, by its delegate",
    // The sponsor's account is given a delegate, of which it can have one.
    instance: "fresh",
    async drive(seat) {
      const { sponsorWallet } = seat.chain;
      const payer = seat.wallet().address;
      await seat.verify(await seat.payment(), "control");
      await land({ node: seat.node, signers: [sponsorWallet], instructions: [approve({ account: accountOf(seat, sponsorWallet.address), delegate: payer, authority: sponsorWallet.address, amount: TOKENS })] });
      seat.mark("failure", { classes: [...requirements, "signature"] });
      await seat.verify(await inPlaceOf("transfer", (parts) => spending(parts, { source: accountOf(seat, sponsorWallet.address) }))(seat, seat.requirements()), "edited");
    },
  }),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/feepayer-recipient",
    title: "Verify a payment, a forged one, and one to the fee payer itself",
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.forgery(), "forged");
      await seat.verify(await seat.payment({ requirements: seat.requirements({ payTo: seat.chain.sponsor }) }), "good");
    },
  }),
];
