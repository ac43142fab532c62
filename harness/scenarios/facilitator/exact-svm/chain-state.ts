import { createAssociatedToken, createAssociatedTokenIdempotent, encodeLookupTable, type KeyPair, keyPairFromPrivateKey, programs, sysvars } from "../../../../simulators/chains/svm/wire/index.ts";
import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { composed, type Edit, editScenario, transferFirst } from "./edit.ts";
import { accountOf, give, spending } from "./fee-payer.ts";
import { addressOf, lookedUp } from "./lookup-tables.ts";
import { controlsOf } from "./parts.ts";

/** scheme_exact_svm.md, rule 5, and §2.2.3 of the later text: what the chain has to say to a payment. */

const TOKENS = 1_000_000_000n;
const TRANSFER = 2;

/** A key that was never given anything, not even an account to be paid at. */
const newcomer = (seat: SvmFacilitatorSeat): KeyPair => keyPairFromPrivateKey(seat.node.wallet(`${seat.wallet().address}/newcomer`).privateKey);

/** A payment to somebody without an account to be paid at, which the payer has opened beforehand. */
const opening = (create: typeof createAssociatedToken): Edit["make"] => async (seat) => {
  await give(seat, "payer");
  const requirements = seat.requirements({ payTo: newcomer(seat).address });
  const opened = create({ payer: seat.wallet().address, owner: requirements.payTo, mint: requirements.asset });
  return await composed(({ limit, price, transfer, memo }) => [limit, price, opened, transfer, memo])(seat, requirements);
};

const ABSENT: readonly Edit[] = [
  {
    id: "account-existence/never",
    title: "a payer who never held the token",
    classes: ["funds"],
    async make(seat, requirements) {
      const { address } = newcomer(seat);
      seat.chain.claim(address);
      return await seat.payment({ requirements, draft: (draft) => ({ ...draft, signers: [newcomer(seat)], instructions: [draft.parts.limit, draft.parts.price, spending(draft.parts, { source: accountOf(seat, address), authority: address }), draft.parts.memo] }) });
    },
  },
  {
    id: "account-existence/closed",
    title: "a payer whose token account was closed",
    classes: ["funds"],
    wallets: { payer: { balance: TOKENS }, gone: { balance: TOKENS } },
    async make(seat, requirements) {
      await controlsOf(seat).removeTokenAccount({ owner: seat.wallet("gone").address });
      return await seat.payment({ requirements, payer: "gone" });
    },
  },
  { id: "destination-exists/never", title: "a payTo that never had an account for the token", classes: ["recipient", "requirements"], make: async (seat) => await seat.payment({ requirements: seat.requirements({ payTo: newcomer(seat).address }) }) },
  {
    id: "destination-exists/closed",
    title: "a payTo whose account for the token was closed",
    classes: ["recipient", "requirements"],
    wallets: { payer: { balance: TOKENS }, gone: { balance: 0n } },
    async make(seat) {
      await controlsOf(seat).removeTokenAccount({ owner: seat.wallet("gone").address });
      return await seat.payment({ requirements: seat.requirements({ payTo: seat.wallet("gone").address }) });
    },
  },
];

const OPENING: readonly Edit[] = [
  { id: "create-ata/create", title: "payTo's missing account created at the client's expense", make: opening(createAssociatedToken) },
  { id: "create-ata/idempotent", title: "payTo's missing account created, unless it exists, at the client's expense", make: opening(createAssociatedTokenIdempotent) },
];

const FAILING: readonly Edit[] = [
  { id: "simulation/one-short", title: "a payer with one unit too little", classes: ["funds"], wallets: { payer: { balance: TOKENS }, poor: { balance: 9_999n } }, make: async (seat, requirements) => await seat.payment({ requirements, payer: "poor" }) },
  { id: "simulation/nothing", title: "a payer who has nothing", classes: ["funds"], make: async (seat, requirements) => await seat.payment({ requirements, payer: "stranger" }) },
  {
    id: "simulation/frozen-source",
    title: "a payer whose account is frozen",
    classes: ["funds"],
    wallets: { payer: { balance: TOKENS }, frozen: { balance: TOKENS } },
    async make(seat, requirements) {
      await controlsOf(seat).setTokenAccount({ owner: seat.wallet("frozen").address, mint: seat.node.asset, amount: TOKENS, state: "frozen" });
      return await seat.payment({ requirements, payer: "frozen" });
    },
  },
  {
    id: "simulation/frozen-destination",
    title: "a payTo whose account is frozen",
    classes: ["recipient"],
    wallets: { payer: { balance: TOKENS }, frozen: { balance: 0n } },
    async make(seat) {
      await controlsOf(seat).setTokenAccount({ owner: seat.wallet("frozen").address, mint: seat.node.asset, state: "frozen" });
      return await seat.payment({ requirements: seat.requirements({ payTo: seat.wallet("frozen").address }) });
    },
  },
  {
    id: "simulation/key-twice",
    title: "a key named twice, which no instruction uses",
    make: async (seat, requirements) =>
      await seat.payment({
        requirements,
        message: (message) => ({ ...message, header: { ...message.header, readonlyUnsigned: message.header.readonlyUnsigned + 1 }, staticKeys: [...message.staticKeys, seat.chain.sponsor] }),
      }),
  },
  {
    id: "simulation/table-deactivated",
    title: "an account out of a lookup table that was given up long ago",
    async make(seat, requirements) {
      const table = addressOf(seat, "deactivated-table");
      const data = encodeLookupTable({ deactivationSlot: 1n, lastExtendedSlot: 0n, lastExtendedSlotStartIndex: 0, addresses: [sysvars.clock] });
      await controlsOf(seat).setAccount({ address: table, lamports: 100_000_000n, owner: programs.lookupTable, data });
      seat.chain.claim(table);
      return await seat.payment({ requirements, message: lookedUp({ table, into: TRANSFER }) });
    },
  },
];

const EXPIRED: readonly Edit[] = [
  {
    id: "blockhash-expired/expired",
    title: "a blockhash that has expired",
    classes: ["time"],
    async make(seat, requirements) {
      const { issueBlockhash, expireBlockhash } = controlsOf(seat);
      const { blockhash } = await issueBlockhash();
      const payment = await seat.payment({ requirements, draft: (draft) => ({ ...draft, blockhash }) });
      await expireBlockhash({ blockhash });
      return payment;
    },
  },
  { id: "blockhash-expired/never", title: "a blockhash that the chain never had", classes: ["time"], make: async (seat, requirements) => await seat.payment({ requirements, expired: true }) },
];

export const scenarios = [
  // By the later text a sponsor may leave these to the chain.
  ...ABSENT.map((edit) => editScenario({ ...edit, later: transferFirst })),
  ...OPENING.map((edit) => editScenario({ ...edit, forged: true })),
  ...[...FAILING, ...EXPIRED].map(editScenario),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/blockhash-not-bound",
    title: "Verify a payment, a forged one, one on the offer's blockhash, and one on another",
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.forgery(), "forged");
      const { issueBlockhash } = controlsOf(seat);
      const [hinted, used] = [await issueBlockhash(), await issueBlockhash()];
      const { extra, ...terms } = seat.requirements();
      const requirements = { ...terms, extra: { ...extra, recentBlockhash: hinted.blockhash, lastValidBlockHeight: hinted.lastValidBlockHeight.toString() } };
      // Who refuses this one as well minds something else than the difference.
      await seat.verify(await seat.payment({ requirements }), "hinted");
      await seat.verify(await seat.payment({ requirements, draft: (draft) => ({ ...draft, blockhash: used.blockhash }) }), "good");
    },
  }),
];

