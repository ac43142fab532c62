import { associatedTokenAddress, type Instruction, memo, programs, readonlyAccount, transferChecked, writableAccount, writableSigner } from "../../../../simulators/chains/svm/wire/index.ts";
import { composed, type Edit, editScenario, inMint, inPlaceOf, transferFirst, withMemo } from "./edit.ts";
import { paid } from "./parts.ts";

/** scheme_exact_svm.md (later text) §3: payments that another program makes, as far as they can be made without a wallet's program. */

const AMOUNT = 10_000n;

/**
 * The Associated Token Account program's RecoverNested: takes what lies in an associated account of an associated account to
 * the wallet that owns the latter, by a TransferChecked of its own. The one program of every chain that pays like a smart wallet.
 */
function recoverNested(options: { readonly wallet: string; readonly mint: string }): { readonly instruction: Instruction; readonly nestedOwner: string } {
  const { wallet, mint } = options;
  const nestedOwner = associatedTokenAddress({ owner: wallet, mint });
  const nested = associatedTokenAddress({ owner: nestedOwner, mint });
  const accounts = [writableAccount(nested), readonlyAccount(mint), writableAccount(nestedOwner), readonlyAccount(nestedOwner), readonlyAccount(mint), writableSigner(wallet), readonlyAccount(programs.token)];
  return { instruction: { program: programs.associatedToken, accounts, data: Uint8Array.of(2) }, nestedOwner };
}

const WRAPPED: Edit = {
  id: "smart-wallet-allowlist",
  title: "a transfer of the amount to payTo that the Associated Token Account program makes",
  async make(seat) {
    const { address: wallet } = seat.wallet();
    const { instruction, nestedOwner } = recoverNested({ wallet, mint: seat.node.asset });
    await seat.node.fundToken({ mint: seat.node.asset, funds: [{ address: nestedOwner, amount: AMOUNT }] });
    return await composed(({ limit, price, memo: said }) => [limit, price, instruction, said])(seat, seat.requirements({ payTo: wallet, amount: AMOUNT.toString() }));
  },
};

/** Ordinary payments that are wrong in what they pay, and not in how they are laid out. */
const WRONG: readonly Edit[] = [
  { id: "smart-wallet-reason/amount", title: "one unit less than required", classes: ["amount"], make: inPlaceOf("transfer", (parts) => transferChecked({ ...paid(parts), amount: AMOUNT - 1n })) },
  { id: "smart-wallet-reason/recipient", title: "a transfer to somebody else", classes: ["recipient"], make: async (seat, requirements) => await seat.payment({ requirements, recipient: seat.wallet("stranger").address }) },
  {
    id: "smart-wallet-reason/mint",
    title: "as much of another mint",
    classes: ["requirements", "recipient"],
    make: async (seat, { payTo: owner }) => {
      const terms = await inMint("usdg")(seat);
      const wrong = await seat.payment({ requirements: { ...terms, payTo: owner } });
      return { ...wrong, paymentPayload: { ...wrong.paymentPayload, accepted: { ...seat.requirements() } }, paymentRequirements: { ...seat.requirements() } };
    },
  },
  { id: "smart-wallet-reason/memo", title: "another memo than the seller's", classes: ["requirements"], terms: withMemo("pi_3abc123def456"), make: inPlaceOf("memo", () => memo("pi_something_else")) },
];

// Who simulates every payment has no path to fall through from.
export const scenarios = [WRAPPED, ...WRONG.map((edit): Edit => ({ ...edit, later: transferFirst }))].map(editScenario);
