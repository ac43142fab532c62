import { associatedTokenAddress, deriveKeyPair, programs, transferChecked } from "../../../../simulators/chains/svm/wire/index.ts";
import { encodeMint } from "../../../../simulators/chains/svm/token-state.ts";
import { edited } from "../../../seats/facilitator-seat.ts";
import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { beside, composed, type Edit, editScenario, inMint, inPlaceOf, transferFirst } from "./edit.ts";
import { controlsOf, paid, sentTo, unknownProgram } from "./parts.ts";

/** scheme_exact_svm.md, rules 4 and 6, and §1 of the later text: what is transferred, to whom, and how much. */

type Transfer = ReturnType<typeof paid>;

/** The ordinary transfer with a difference. */
const transferring = (edit: (transfer: Transfer, seat: SvmFacilitatorSeat) => Partial<Transfer> | Promise<Partial<Transfer>>): Edit["make"] =>
  inPlaceOf("transfer", async (parts, seat) => transferChecked({ ...paid(parts), ...(await edit(paid(parts), seat)) }));

/** Two transfers in the place of the ordinary one. */
const inTwo = (shares: (amount: bigint) => readonly [bigint, bigint]): Edit["make"] =>
  composed((parts) => [parts.limit, parts.price, ...shares(paid(parts).amount).map((amount) => transferChecked({ ...paid(parts), amount })), parts.memo]);

const accountOf = (owner: string, { mint, tokenProgram = programs.token }: Pick<Transfer, "mint" | "tokenProgram">): string => associatedTokenAddress({ owner, mint, tokenProgram });

const payTo = (seat: SvmFacilitatorSeat): string => seat.requirements().payTo;

/** A token account of somebody's at an address of its own. */
async function secondAccount(seat: SvmFacilitatorSeat, owner: string, mint: string): Promise<string> {
  return await controlsOf(seat).setTokenAccount({ owner, mint, address: deriveKeyPair({ seed: owner, path: "second-token-account" }).address });
}

/** A mint of nothing under SPL Token, of which the payer has plenty and payTo an account. */
async function worthlessMint(seat: SvmFacilitatorSeat): Promise<string> {
  const { address: mint } = deriveKeyPair({ seed: seat.wallet().address, path: "worthless-mint" });
  const authority = seat.wallet("stranger").address;
  await controlsOf(seat).setAccount({ address: mint, lamports: 10_000_000n, owner: programs.token, data: encodeMint({ supply: 0n, decimals: 6, mintAuthority: authority, freezeAuthority: authority }) });
  await seat.node.fundToken({ mint, funds: [{ address: seat.wallet().address, amount: 1_000_000n }, { address: payTo(seat) }] });
  return mint;
}

/** The first 2^53 atomic units and one more: what a double cannot tell from 2^53. */
const BEYOND_DOUBLE = 2n ** 53n + 1n;
const RICH = { payer: { balance: 2n ** 54n } };

const PROGRAM: readonly Edit[] = [
  { id: "token-program/first-memo-program", title: "the transfer's bytes and accounts sent to the first Memo program", classes: ["requirements"], make: inPlaceOf("transfer", ({ transfer }) => sentTo(transfer, programs.memoV1)) },
  { id: "token-program/unknown", title: "the transfer's bytes and accounts sent to an unknown program", classes: ["requirements"], make: inPlaceOf("transfer", async ({ transfer }, seat) => sentTo(transfer, await unknownProgram(seat))) },
  // Two rules meet: who looks for the transfer by its bytes finds the wrong one first.
  {
    id: "token-program/decoy",
    title: "the right transfer sent to an unknown program, and one to somebody else sent to SPL Token",
    classes: ["requirements", "recipient"],
    make: composed(async (parts, seat) => [parts.limit, parts.price, sentTo(parts.transfer, await unknownProgram(seat)), transferChecked({ ...paid(parts), destination: accountOf(seat.wallet("stranger").address, paid(parts)) }), parts.memo]),
  },
];

const DESTINATION: readonly Edit[] = [
  { id: "destination/payer", title: "a transfer to the payer's own account", classes: ["recipient"], make: transferring(({ source }) => ({ destination: source })) },
  { id: "destination/stranger", title: "a transfer to somebody else's account", classes: ["recipient"], make: transferring((transfer, seat) => ({ destination: accountOf(seat.wallet("stranger").address, transfer) })) },
  { id: "destination/sponsor", title: "a transfer to the sponsor's account", classes: ["recipient"], make: transferring((transfer, seat) => ({ destination: accountOf(seat.chain.sponsor, transfer) })) },
  { id: "destination/second-account", title: "a transfer to an account of payTo that is not the associated one", classes: ["recipient"], make: transferring(async ({ mint }, seat) => ({ destination: await secondAccount(seat, payTo(seat), mint) })) },
  // No token account at all, and one of another mint: the chain refuses these as well.
  { id: "destination/wallet", title: "a transfer to payTo itself", classes: ["recipient"], make: transferring((_, seat) => ({ destination: payTo(seat) })) },
  { id: "destination/other-mint", title: "a transfer to payTo's account for another mint", classes: ["recipient", "requirements"], make: transferring(async (transfer, seat) => ({ destination: accountOf(payTo(seat), { ...transfer, mint: await worthlessMint(seat) }) })) },
  {
    id: "destination/stranger-token-2022",
    title: "a Token-2022 transfer to somebody else's account",
    classes: ["recipient"],
    terms: inMint("pyusd"),
    make: transferring(async (transfer, seat) => {
      const stranger = seat.wallet("stranger").address;
      await seat.node.fundToken({ mint: transfer.mint, funds: [{ address: stranger }] });
      return { destination: accountOf(stranger, transfer) };
    }),
  },
  // Real programs never make such accounts. Put in place, nothing but the rule speaks against them.
  ...(["usdc", "pyusd"] as const).map((name): Edit => ({
    id: `destination-program/${name === "usdc" ? "spl-token" : "token-2022"}`,
    title: `a transfer to the address payTo's account would have under ${name === "usdc" ? "Token-2022" : "SPL Token"}`,
    classes: ["recipient", "requirements"],
    ...(name === "usdc" ? {} : { terms: inMint(name) }),
    make: transferring(async ({ mint }, seat) => {
      const tokenProgram = name === "usdc" ? programs.token2022 : programs.token;
      return { destination: await controlsOf(seat).setTokenAccount({ owner: payTo(seat), mint, address: accountOf(payTo(seat), { mint, tokenProgram }) }) };
    }),
  })),
];

const MINT: readonly Edit[] = [
  {
    id: "mint/worthless",
    title: "as much of a worthless SPL Token mint",
    classes: ["requirements", "recipient"],
    make: transferring(async (transfer, seat) => {
      const mint = await worthlessMint(seat);
      return { mint, source: accountOf(transfer.authority, { ...transfer, mint }), destination: accountOf(payTo(seat), { ...transfer, mint }) };
    }),
  },
  {
    id: "mint/other-program",
    title: "as much of a Token-2022 mint",
    classes: ["requirements", "recipient"],
    make: transferring(async ({ authority }, seat) => {
      const { address: mint, tokenProgram } = seat.node.mints.usdg;
      await inMint("usdg")(seat);
      return { mint, tokenProgram, source: accountOf(authority, { mint, tokenProgram }), destination: accountOf(payTo(seat), { mint, tokenProgram }) };
    }),
  },
  {
    id: "mint/other-token-2022",
    title: "as much of another Token-2022 mint",
    classes: ["requirements", "recipient"],
    terms: inMint("pyusd"),
    make: transferring(async (transfer, seat) => {
      const { address: mint } = seat.node.mints.usdg;
      await inMint("usdg")(seat);
      return { mint, source: accountOf(transfer.authority, { ...transfer, mint }), destination: accountOf(payTo(seat), { ...transfer, mint }) };
    }),
  },
];

const AMOUNT: readonly Edit[] = [
  { id: "amount/one-less", title: "one unit less than required", classes: ["amount"], make: transferring(({ amount }) => ({ amount: amount - 1n })) },
  { id: "amount/zero", title: "a transfer of nothing", classes: ["amount"], make: transferring(() => ({ amount: 0n })) },
  { id: "amount/one-less-token-2022", title: "one unit less than required under Token-2022", classes: ["amount"], terms: inMint("pyusd"), make: transferring(({ amount }) => ({ amount: amount - 1n })) },
  { id: "amount/double", title: "2^53 units where one more is required", classes: ["amount"], wallets: RICH, terms: (seat) => seat.requirements({ amount: BEYOND_DOUBLE.toString() }), make: transferring(({ amount }) => ({ amount: amount - 1n })) },
  // 64 bits of it are the amount that is paid.
  {
    id: "amount/wrapped",
    title: "the amount where 2^64 more are required",
    classes: ["amount", "requirements"],
    make: async (seat, terms) =>
      edited(await seat.payment({ requirements: terms }), (copy) => {
        for (const offer of [copy.paymentPayload.accepted, copy.paymentRequirements]) offer["amount"] = (2n ** 64n + BigInt(terms.amount)).toString();
      }),
  },
  // Two rules meet: both come to the amount, none of them is it.
  { id: "amount/halves", title: "half the amount twice", classes: ["amount", "requirements"], make: inTwo((amount) => [amount / 2n, amount / 2n]) },
  { id: "amount/behind-lesser", title: "a transfer of one unit before one of the amount less that unit", classes: ["amount", "requirements"], make: inTwo((amount) => [1n, amount - 1n]) },
];

const OVER: readonly Edit[] = [
  { id: "amount-over/one-more", title: "one unit more than required", classes: ["amount"], make: transferring(({ amount }) => ({ amount: amount + 1n })) },
  { id: "amount-over/tenfold", title: "ten times what is required", classes: ["amount"], make: transferring(({ amount }) => ({ amount: amount * 10n })) },
];

const SINGLE: readonly Edit[] = [
  { id: "single-match/twice", title: "the transfer twice", classes: ["requirements", "amount"], make: composed(({ limit, price, transfer, memo }) => [limit, price, transfer, transfer, memo]) },
  { id: "single-match/behind-memo", title: "the transfer again behind the Memo", classes: ["requirements", "amount"], make: beside(({ transfer }) => [transfer]) },
  { id: "single-match/token-2022", title: "a Token-2022 transfer twice", classes: ["requirements", "amount"], terms: inMint("pyusd"), make: composed(({ limit, price, transfer, memo }) => [limit, price, transfer, transfer, memo]) },
];

export const scenarios = [
  ...[...PROGRAM, ...DESTINATION, ...MINT, ...AMOUNT, ...SINGLE].map(editScenario),
  ...OVER.map((edit) => editScenario({ ...edit, forged: true, later: transferFirst })),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/token-2022",
    title: "Verify a payment, one of too little, and one in each of two Token-2022 mints",
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.payment({ amount: 1n }), "forged");
      for (const name of ["pyusd", "usdg"] as const) await seat.verify(await seat.payment({ requirements: await inMint(name)(seat) }), "token-2022");
    },
  }),
];
