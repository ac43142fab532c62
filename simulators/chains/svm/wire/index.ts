/**
 * Solana's wire format, byte by byte and without a Solana library: what the node reads before it trusts, what
 * the reference facilitator and client work with, and what scenarios bend.
 *
 * ```ts
 * const message = compileMessage({
 *   feePayer: facilitator.address,
 *   blockhash,
 *   instructions: [
 *     setComputeUnitLimit(20_000),
 *     setComputeUnitPrice(1n),
 *     transferChecked({ source, mint, destination, authority: client.address, amount: 1000n, decimals: 6 }),
 *     memo("pi_3abc123def456"),
 *   ],
 * });
 * const transaction = signTransaction({ message, signers: [client] });
 * const payload = serializeBase64Transaction(transaction);
 *
 * const parsed = parseBase64Transaction(payload);
 * if (parsed.ok) decompileInstructions({ message: parsed.transaction.message }).map(decodeTransfer);
 * ```
 */
export { addressBytes, associatedTokenAddress, createProgramAddress, findProgramAddress, isAddress, isOnCurve } from "./addresses.ts";
export type { DerivedAddress, TokenAccountOf } from "./addresses.ts";
export { decodeBase58, encodeAddress, encodeBase58 } from "./base58.ts";
export * from "./bytes.ts";
export { decodeCompactU16, encodeCompactU16, encodeOverlongCompactU16 } from "./compact-u16.ts";
export { compileMessage, decompileInstructions, loadKeys } from "./compile-message.ts";
export type { LoadedKeys, LookupTable } from "./compile-message.ts";
export { readonlyAccount, readonlySigner, writableAccount, writableSigner } from "./instruction.ts";
export type { AccountMeta, Instruction } from "./instruction.ts";
export * from "./instructions/associated-token.ts";
export * from "./instructions/compute-budget.ts";
export * from "./instructions/lookup-table.ts";
export * from "./instructions/memo.ts";
export * from "./instructions/system.ts";
export * from "./instructions/token.ts";
export { deriveKeyPair, keyPairFromPrivateKey, keyPairFromSeed, verifySignature } from "./keys.ts";
export type { KeyPair } from "./keys.ts";
export { decodeBase64, parseBase64Transaction, parseMessage, parseTransaction } from "./parse-transaction.ts";
export type { TransactionErrorCode } from "./parse-error.ts";
export type { MessageParseResult, ParsedTransaction, TransactionParseError, TransactionParseResult } from "./parse-transaction.ts";
export { isTokenProgram, programs, sysvars } from "./program-ids.ts";
export type { TokenProgram } from "./program-ids.ts";
export { serializeBase64Transaction, serializeMessage, serializeTransaction } from "./serialize-transaction.ts";
export type { LengthBytes, WritableInstruction, WritableLookup, WritableMessage, WritableTransaction } from "./serialize-transaction.ts";
export { addSignatures, signatureStates, signTransaction } from "./sign-transaction.ts";
export * from "./transaction.ts";
