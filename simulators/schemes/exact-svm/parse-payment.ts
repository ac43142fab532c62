import { createHash } from "node:crypto";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { isAddress, parseBase64Transaction, type Transaction, type TransactionErrorCode } from "../../chains/svm/wire/index.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { parseAmount } from "./network.ts";

/** Reads a payment off the wire: its form, and none of what it does. */

export interface RequiredPayment {
  readonly payTo: string;
  readonly asset: string;
  /** Atomic units. */
  readonly amount: bigint;
  /** `extra.feePayer` */
  readonly feePayer: string;
  /** `extra.memo` as it stands in the requirements. */
  readonly memo: string | undefined;
  /** `extra.recentBlockhash`: a hint that binds nobody. */
  readonly blockhashHint: unknown;
}

export interface ParsedPayment {
  /** The transaction as it came, base64. */
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly transaction: Transaction;
  /** What signatures are over, and what the network tells payments apart by. */
  readonly messageBytes: Uint8Array;
  readonly required: RequiredPayment;
}

export type ParseResult =
  | { readonly ok: true; readonly payment: ParsedPayment }
  /** `undecodable`: why the transaction could not be read, where that was it; `not-text` for none at all. */
  | { readonly ok: false; readonly reason: ErrorReason; readonly undecodable?: TransactionErrorCode | "not-text" };

export function parsePayment(options: { payload: Readonly<Record<string, unknown>>; requirements: PaymentRequirements }): ParseResult {
  const { payload, requirements } = options;
  const required = parseRequirements(requirements);
  if (typeof required === "string") return { ok: false, reason: required };
  const text = payload["transaction"];
  if (typeof text !== "string") return { ok: false, reason: "invalid_payload", undecodable: "not-text" };
  const parsed = parseBase64Transaction(text);
  if (!parsed.ok) return { ok: false, reason: "invalid_payload", undecodable: parsed.code };
  const { bytes, transaction, messageBytes } = parsed;
  return { ok: true, payment: { text, bytes, transaction, messageBytes, required } };
}

function parseRequirements({ payTo, asset, amount: amountText, extra = {} }: PaymentRequirements): RequiredPayment | ErrorReason {
  const { feePayer, memo, assetTransferMethod } = extra;
  const amount = parseAmount(amountText);
  // The scheme knows one way to transfer, and no name for it.
  if (assetTransferMethod !== undefined) return "unsupported_asset_transfer_method";
  if (feePayer === undefined) return "invalid_exact_svm_payload_missing_fee_payer";
  if (amount === undefined || !isAddress(payTo) || !isAddress(asset) || !isAddress(feePayer) || (memo !== undefined && typeof memo !== "string")) return "invalid_payment_requirements";
  return { payTo, asset, amount, feePayer, memo, blockhashHint: extra["recentBlockhash"] };
}

/**
 * What the network lets through once, in hex: SHA-256 of the message. Never the signatures, whose first slot
 * is still empty when the payment is made and may be filled with anything.
 */
export function messageKey(messageBytes: Uint8Array): string {
  return createHash("sha256").update(messageBytes).digest("hex");
}
