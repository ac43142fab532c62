/** Payments for the tests of the embedded node. */
import type { SvmChain } from "../chain.ts";
import type { SvmMint } from "../genesis.ts";
import { associatedTokenAddress } from "../wire/addresses.ts";
import { compileMessage } from "../wire/compile-message.ts";
import { memo } from "../wire/instructions/memo.ts";
import { setComputeUnitLimit, setComputeUnitPrice } from "../wire/instructions/compute-budget.ts";
import { transferChecked } from "../wire/instructions/token.ts";
import type { KeyPair } from "../wire/keys.ts";
import { keyPairFromPrivateKey } from "../wire/keys.ts";
import { serializeBase64Transaction } from "../wire/serialize-transaction.ts";
import { signTransaction } from "../wire/sign-transaction.ts";
import type { Message, Transaction } from "../wire/transaction.ts";
import { call } from "./node-calls.ts";
import type { Answer } from "./node-calls.ts";

/** Wallets of one test: nobody else's. */
export interface Parties {
  readonly sponsor: KeyPair;
  readonly payer: KeyPair;
  readonly merchant: KeyPair;
}

/** Funded: SOL for the sponsor, one token for the payer, an empty account for the merchant. */
export async function parties(chain: SvmChain, name: string): Promise<Parties> {
  const [sponsor, payer, merchant] = ["sponsor", "payer", "merchant"].map((role) => keyPairFromPrivateKey(chain.wallet(`${name}/${role}`).privateKey)) as [KeyPair, KeyPair, KeyPair];
  await chain.fund([{ address: sponsor.address, nativeAmount: 1_000_000_000n }, { address: payer.address, amount: 1_000_000n }, { address: merchant.address }]);
  return { sponsor, payer, merchant };
}

export interface PaymentOptions {
  readonly parties: Parties;
  readonly blockhash: string;
  readonly amount?: bigint;
  readonly memo?: string;
  readonly mint?: SvmMint;
}

export function paymentMessage(chain: SvmChain, options: PaymentOptions): Message {
  const { sponsor, payer, merchant } = options.parties;
  const { address: mint, decimals, tokenProgram } = options.mint ?? chain.mints.usdc;
  const account = (owner: string): string => associatedTokenAddress({ owner, mint, tokenProgram });
  return compileMessage({
    feePayer: sponsor.address,
    blockhash: options.blockhash,
    instructions: [
      setComputeUnitLimit(60_000),
      setComputeUnitPrice(1n),
      transferChecked({ source: account(payer.address), mint, destination: account(merchant.address), authority: payer.address, amount: options.amount ?? 1_000n, decimals, tokenProgram }),
      memo(options.memo ?? "a payment"),
    ],
  });
}

/** Signed by both. */
export function payment(chain: SvmChain, options: PaymentOptions): Transaction {
  return signTransaction({ message: paymentMessage(chain, options), signers: [options.parties.sponsor, options.parties.payer] });
}

export function sendTransaction(chain: SvmChain, transaction: Transaction, settings: object = {}): Promise<Answer> {
  // Without a commitment preflight knows only blockhashes that are finalized.
  return call(chain.rpcUrl, "sendTransaction", serializeBase64Transaction(transaction), { encoding: "base64", preflightCommitment: "confirmed", ...settings });
}

/** The status of a signature as polled by clients, or null. */
export async function statusOf(chain: SvmChain, signature: unknown): Promise<{ readonly confirmationStatus: string; readonly err: unknown } | null> {
  const { result } = await call(chain.rpcUrl, "getSignatureStatuses", [signature]);
  return (result as { value: [{ confirmationStatus: string; err: unknown } | null] }).value[0];
}
