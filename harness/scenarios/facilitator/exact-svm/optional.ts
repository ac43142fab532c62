import {
  addressBytes,
  approve,
  associatedTokenAddress,
  closeAccount,
  concatBytes,
  type Instruction,
  programs,
  readonlySigner,
  requestHeapFrame,
  setComputeUnitLimit,
  transferChecked,
  transferSol,
  u8,
  writableAccount,
} from "../../../../simulators/chains/svm/wire/index.ts";
import { type SvmEnvelope, svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { beside, composed, type Edit, editScenario, type Parts, transferFirst } from "./edit.ts";
import { executes, lighthouse, paid, unknownProgram } from "./parts.ts";

/** scheme_exact_svm.md, rule 1: what may stand beside the transfer. */

const classes = ["requirements"] as const;
/** Lamports for a payer who is to move some. */
const LAMPORTS = 10_000_000n;

/** A System transfer by the payer, who needs lamports for it. */
const someSol = async (authority: string, seat: SvmFacilitatorSeat): Promise<Instruction> => {
  await seat.node.fund([{ address: authority, nativeAmount: LAMPORTS }]);
  return transferSol({ from: authority, to: seat.wallet("stranger").address, lamports: 1_000_000n });
};

/** SPL Token's SetAuthority, discriminator 6, kind 2: gives the account away. */
const giveAway = (options: { account: string; authority: string; to: string }): Instruction => ({
  program: programs.token,
  accounts: [writableAccount(options.account), readonlySigner(options.authority)],
  data: concatBytes(u8(6), u8(2), u8(1), addressBytes(options.to)),
});

const toStranger = (parts: Parts, seat: SvmFacilitatorSeat): Instruction => {
  const { mint, tokenProgram = programs.token } = paid(parts);
  return transferChecked({ ...paid(parts), destination: associatedTokenAddress({ owner: seat.wallet("stranger").address, mint, tokenProgram }) });
};

const BESIDE: readonly Edit[] = [
  { id: "optional-programs/system-transfer", title: "a System transfer of the payer's behind the Memo", classes, make: beside(async (parts, seat) => [await someSol(paid(parts).authority, seat)]) },
  { id: "optional-programs/system-transfer-first", title: "a System transfer of the payer's before everything", classes, make: composed(async (parts, seat) => [await someSol(paid(parts).authority, seat), parts.limit, parts.price, parts.transfer, parts.memo]) },
  { id: "optional-programs/approve", title: "an Approve behind the Memo", classes, make: beside((parts, seat) => [approve({ account: paid(parts).source, delegate: seat.wallet("stranger").address, authority: paid(parts).authority, amount: 1n })]) },
  { id: "optional-programs/set-authority", title: "a SetAuthority that gives the payer's account away", classes, make: beside((parts, seat) => [giveAway({ account: paid(parts).source, authority: paid(parts).authority, to: seat.wallet("stranger").address })]) },
  {
    id: "optional-programs/close-account",
    title: "a CloseAccount of the payer's account, emptied by the payment",
    classes,
    wallets: { payer: { balance: 10_000n } },
    make: beside((parts) => [closeAccount({ account: paid(parts).source, destination: paid(parts).authority, authority: paid(parts).authority })]),
  },
  {
    id: "optional-programs/other-transfer",
    title: "a transfer to somebody else beside that to payTo",
    classes,
    make: beside((parts, seat) => [toStranger(parts, seat)]),
  },
  // Two rules meet: who takes the first transfer for the payment reads the wrong one, who takes any that fits overlooks the first.
  {
    id: "optional-programs/other-transfer-first",
    title: "a transfer to somebody else before that to payTo",
    classes: ["requirements", "recipient"],
    make: composed((parts, seat) => [parts.limit, parts.price, toStranger(parts, seat), parts.transfer, parts.memo]),
  },
  { id: "optional-programs/heap", title: "a RequestHeapFrame behind the Memo", classes, make: beside(() => [requestHeapFrame(65_536)]) },
  // The network refuses it as well: only a facilitator that does not simulate can let it pass.
  { id: "optional-programs/second-limit", title: "a second SetComputeUnitLimit behind the Memo", make: beside(() => [setComputeUnitLimit(100_000)]) },
  { id: "optional-programs/unknown", title: "a call of an unknown program behind the Memo", classes, make: beside(async (_parts, seat) => [{ program: await unknownProgram(seat), accounts: [], data: Buffer.from("call") }]) },
];

const ALLOWLIST: readonly Edit[] = [
  { id: "program-allowlist/behind", title: "a call of an unknown program right behind the transfer", classes, make: composed(async ({ limit, price, transfer, memo: said }, seat) => [limit, price, transfer, { program: await unknownProgram(seat), accounts: [], data: Buffer.from("call") }, said]) },
  { id: "program-allowlist/before", title: "a call of an unknown program before the transfer", classes, make: composed(async ({ limit, price, transfer, memo: said }, seat) => [limit, price, { program: await unknownProgram(seat), accounts: [], data: Buffer.from("call") }, transfer, said]) },
];

/** Layouts that one text admits and another does not, or that are left to the sponsor. */
const OPEN: readonly Edit[] = [
  { id: "optional-sixth", title: "three Lighthouse instructions and no Memo behind the transfer", make: composed(({ limit, price, transfer }) => [limit, price, transfer, lighthouse(), lighthouse(1), lighthouse(2)]) },
  { id: "lighthouse-three", title: "three Lighthouse instructions between transfer and Memo", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, lighthouse(), lighthouse(1), lighthouse(2), said]) },
  { id: "lighthouse-before", title: "two Lighthouse instructions before the transfer", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, lighthouse(), lighthouse(1), transfer, said]) },
];

/** Good payments as wallets send them. Each case also shows one of too little, so that saying yes to all is not enough. */
const GUARDED: readonly { readonly id: string; readonly title: string; readonly make: Edit["make"] }[] = [
  { id: "lighthouse-allowed/one", title: "one with a Lighthouse instruction before the Memo", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, lighthouse(), said]) },
  { id: "lighthouse-allowed/two", title: "one with two Lighthouse instructions before the Memo", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, lighthouse(), lighthouse(1), said]) },
];

export const scenarios = [
  ...BESIDE.map((edit) => editScenario({ ...edit, later: transferFirst })),
  ...ALLOWLIST.map(editScenario),
  ...OPEN.map((edit) => editScenario({ ...edit, forged: true, proven: true })),
  ...GUARDED.map(({ id, title, make }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/${id}`,
      title: `Verify a payment, one of too little, and ${title}`,
      async drive(seat) {
        const requirements = seat.requirements();
        await seat.verify(await seat.payment(), "control");
        await seat.verify(await seat.payment({ amount: 1n }), "forged");
        const guarded: SvmEnvelope = await make(seat, requirements);
        seat.mark("executes", await executes(seat, guarded));
        await seat.verify(guarded, "guarded");
      },
    }),
  ),
];
