import { decodeTransfer, deriveKeyPair, type Instruction, memo, programs, type transferChecked } from "../../../../simulators/chains/svm/wire/index.ts";
import { createChainRpc, valueOf } from "../../../../simulators/schemes/exact-svm/chain-rpc.ts";
import type { SvmEnvelope, SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { UnsupportedCase } from "../../unsupported-case.ts";
import type { Parts } from "./edit.ts";

/** What edited payments are made of. */

/**
 * A guard as wallets add it: Lighthouse's AssertSysvarClock (15), silent, that the slot (0) is this one or later (4). A real one, since
 * a sponsor may look whether a guard only asserts: Lighthouse can also write, and have somebody pay the rent. On the suite's chain
 * something else stands in for its code, which takes any UTF-8, as this is, and asserts nothing.
 */
export const lighthouse = (slot = 0): Instruction => ({ program: programs.lighthouse, accounts: [], data: Uint8Array.of(15, 0, 0, slot, 0, 0, 0, 0, 0, 0, 0, 4) });

/** No instruction of Lighthouse's: a text where it has none. */
export const saidToLighthouse = (text: string): Instruction => ({ ...lighthouse(), data: Buffer.from(text) });

/** A memo with nothing of the seller's in it. */
export const note = (text: string): Instruction => memo(text);

export const sentTo = (instruction: Instruction, program: string): Instruction => ({ ...instruction, program });

/** The honest transfer taken apart, to be put together otherwise. */
export function paid({ transfer }: Parts): Parameters<typeof transferChecked>[0] {
  const decoded = decodeTransfer(transfer);
  if (decoded?.mint === undefined || decoded.decimals === undefined) throw new Error("The honest payment is no TransferChecked");
  const { source, destination, authority, amount, mint, decimals, tokenProgram } = decoded;
  return { source, destination, authority, amount, mint, decimals, tokenProgram };
}

/** @throws UnsupportedCase where the chain is a real validator, which nobody can write to */
export function controlsOf(seat: SvmFacilitatorSeat): NonNullable<SvmFacilitatorSeat["node"]["controls"]> {
  const { controls } = seat.node;
  if (controls === undefined) throw new UnsupportedCase("the case writes an account in place, which only the embedded Solana node lets it");
  return controls;
}

/**
 * A program of nobody's knowledge that takes any UTF-8 data and any accounts: the first Memo program's code at an
 * address of its own.
 */
export async function unknownProgram(seat: SvmFacilitatorSeat): Promise<string> {
  const { rpcUrl } = seat.node;
  const account = valueOf(await createChainRpc({ rpcUrl }).call("getAccountInfo", programs.memoV1, { encoding: "base64" })) as { lamports: number; owner: string; data: readonly [string, string] } | null;
  if (account === null) throw new Error("The chain has no first Memo program to take the code of");
  const { address } = deriveKeyPair({ seed: seat.wallet().address, path: "unknown-program" });
  await controlsOf(seat).setAccount({ address, lamports: BigInt(account.lamports), owner: account.owner, data: Buffer.from(account.data[0], "base64"), executable: true });
  return address;
}

/** Whether the chain itself would execute the payment, whatever anybody thinks of it. */
export async function executes(seat: SvmFacilitatorSeat, envelope: SvmEnvelope): Promise<boolean> {
  const options = { encoding: "base64", sigVerify: false, replaceRecentBlockhash: false, commitment: "confirmed" };
  const outcome = valueOf(await createChainRpc({ rpcUrl: seat.node.rpcUrl }).call("simulateTransaction", envelope.paymentPayload.payload.transaction, options));
  return (outcome as { readonly err?: unknown } | null)?.err === null;
}
