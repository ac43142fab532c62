/** Instructions in `jsonParsed`, for the programs payments use. Others are shown as they are. */
import { decodeAssociatedToken } from "../wire/instructions/associated-token.ts";
import { decodeSystem } from "../wire/instructions/system.ts";
import { decodeTransfer } from "../wire/instructions/token.ts";
import { readonlyAccount } from "../wire/instruction.ts";
import type { Instruction } from "../wire/instruction.ts";
import { isTokenProgram, programs, sysvars } from "../wire/program-ids.ts";
import { tokenAmountJson } from "./token-amount.ts";

export interface KnownInstruction {
  /** The program's name. */
  readonly program: string;
  readonly parsed: unknown;
}

/** @returns undefined where nobody here can read it */
export function parseInstruction(options: { readonly program: string; readonly accounts: readonly string[]; readonly data: Uint8Array }): KnownInstruction | undefined {
  const { program, data } = options;
  const instruction: Instruction = { program, accounts: options.accounts.map(readonlyAccount), data };
  if (program === programs.memo || program === programs.memoV1) return { program: "spl-memo", parsed: new TextDecoder().decode(data) };
  if (program === programs.system) return parseSystem(instruction);
  if (isTokenProgram(program)) return parseToken(instruction);
  if (program === programs.associatedToken) return parseAssociatedToken(instruction);
  return undefined;
}

function parseSystem(instruction: Instruction): KnownInstruction | undefined {
  const decoded = decodeSystem(instruction);
  if (decoded?.kind === "transfer") {
    return { program: "system", parsed: { type: "transfer", info: { source: decoded.from, destination: decoded.to, lamports: decoded.lamports } } };
  }
  if (decoded?.kind !== "advanceNonce") return undefined;
  const info = { nonceAccount: decoded.nonce, recentBlockhashesSysvar: sysvars.recentBlockhashes, nonceAuthority: decoded.authority };
  return { program: "system", parsed: { type: "advanceNonce", info } };
}

function parseToken(instruction: Instruction): KnownInstruction | undefined {
  const decoded = decodeTransfer(instruction);
  if (decoded === undefined) return undefined;
  const { kind, source, destination, authority, more, amount, mint, decimals = 0, fee } = decoded;
  const multisig = more.length > 0 ? { multisigAuthority: authority, signers: more.map(({ address }) => address) } : { authority };
  const info = {
    source,
    destination,
    ...(mint === undefined ? { amount: String(amount) } : { mint, tokenAmount: tokenAmountJson(amount, decimals) }),
    ...(fee === undefined ? {} : { feeAmount: tokenAmountJson(fee, decimals) }),
    ...multisig,
  };
  return { program: "spl-token", parsed: { type: kind, info } };
}

function parseAssociatedToken(instruction: Instruction): KnownInstruction | undefined {
  const decoded = decodeAssociatedToken(instruction);
  if (decoded === undefined || decoded.kind === "recoverNested") return undefined;
  const { kind, payer, account, owner, mint, tokenProgram } = decoded;
  return { program: "spl-associated-token-account", parsed: { type: kind, info: { source: payer, account, wallet: owner, mint, systemProgram: programs.system, tokenProgram } } };
}
