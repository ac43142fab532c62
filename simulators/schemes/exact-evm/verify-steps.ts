import { getAddress, isAddressEqual, size } from "viem";
import { recoverSigner } from "../../crypto/secp256k1.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { authorizationDigest, withHighS } from "./eip3009.ts";
import type { ErrorReason } from "./error-reasons.ts";
import type { PaymentReading } from "./facilitator-chain.ts";
import type { ParsedPayment } from "./parse-payment.ts";

/**
 * The verification steps, in the order of x402-specification-v2.md §6.1.2 and scheme_exact_evm.md
 * §1 Phase 2: signature, balance, amount, window, recipient, nonce, simulation. Token and network
 * are bound by the EIP-712 domain, so the signature step answers for them.
 */

export const faults = defineFaults({
  "facilitator.exact-evm.signature-not-compared": { role: "facilitator", bug: "BUG: recovers a signer and does not compare it with from" },
  "facilitator.exact-evm.signature-empty-skipped": { role: "facilitator", bug: "BUG: skips the signature when it is empty" },
  "facilitator.exact-evm.signature-long-trusted": { role: "facilitator", bug: "BUG: takes a signature longer than 65 bytes for a smart wallet's and does not check it" },
  "facilitator.exact-evm.signature-malleable": { role: "facilitator", bug: "BUG: takes a signature with s in the upper half, which the token refuses" },
  "facilitator.exact-evm.signature-cached": { role: "facilitator", bug: "BUG: remembers good signatures by their bytes and asks no more about them" },
  "facilitator.exact-evm.balance-unchecked": { role: "facilitator", bug: "BUG: does not look at the payer's balance" },
  "facilitator.exact-evm.amount-under-accepted": { role: "facilitator", bug: "BUG: accepts less than the required amount" },
  "facilitator.exact-evm.amount-over-accepted": { role: "facilitator", bug: "BUG: accepts more than the required amount" },
  "facilitator.exact-evm.valid-after-unchecked": { role: "facilitator", bug: "BUG: does not look at validAfter" },
  "facilitator.exact-evm.valid-before-unchecked": { role: "facilitator", bug: "BUG: does not look at validBefore" },
  "facilitator.exact-evm.recipient-unchecked": { role: "facilitator", bug: "BUG: does not compare to with payTo" },
  "facilitator.exact-evm.nonce-unchecked": { role: "facilitator", bug: "BUG: does not ask whether the nonce was used, and takes the revert for its success" },
  "facilitator.exact-evm.not-simulated": { role: "facilitator", bug: "BUG: does not simulate the transfer" },
  "facilitator.exact-evm.reason-wrong": { role: "facilitator", bug: "BUG: says insufficient_funds for a bad signature" },
});

export interface StepsInput {
  readonly payment: ParsedPayment;
  readonly reading: PaymentReading;
  /** Unix seconds. */
  readonly now: bigint;
}

/** @returns the first reason against the payment, `undefined` when it is good */
export type VerifySteps = (input: StepsInput) => Promise<ErrorReason | undefined>;

export function createVerifySteps(options: { faults: FaultSet }): VerifySteps {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const trusted = new Set<string>();
  const held = new Set<string>();

  /** Steps that a fault lets a payment pass also spare it the simulation, which would catch it. */
  return async ({ payment, reading, now }) => {
    const { authorization, required, signature } = payment;
    let simulated = reading.simulates || payment.assumed;
    const waived = (by: keyof typeof faults & string): boolean => {
      if (!fault(by)) return false;
      simulated = true;
      return true;
    };

    if (!signatureHolds({ payment, reading })) {
      const long = size(signature) > 65;
      const pass =
        (signature === "0x" && waived("facilitator.exact-evm.signature-empty-skipped")) ||
        (long && waived("facilitator.exact-evm.signature-long-trusted")) ||
        (fault("facilitator.exact-evm.signature-malleable", () => signatureHolds({ payment: mirrored(payment), reading })) && signatureHolds({ payment: mirrored(payment), reading }) && waived("facilitator.exact-evm.signature-malleable")) ||
        (fault("facilitator.exact-evm.signature-cached", () => held.has(signature)) && trusted.has(signature) && waived("facilitator.exact-evm.signature-cached")) ||
        (size(signature) === 65 && reading.code === "0x" && waived("facilitator.exact-evm.signature-not-compared"));
      if (!pass) return fault("facilitator.exact-evm.reason-wrong") ? "insufficient_funds" : "invalid_exact_evm_payload_signature";
    } else if (fault("facilitator.exact-evm.signature-cached", () => (held.add(signature), false))) trusted.add(signature);

    if (reading.balance < authorization.value && !waived("facilitator.exact-evm.balance-unchecked")) return "insufficient_funds";
    if (authorization.value < required.amount && !waived("facilitator.exact-evm.amount-under-accepted")) return "invalid_exact_evm_payload_authorization_value_mismatch";
    if (authorization.value > required.amount && !waived("facilitator.exact-evm.amount-over-accepted")) return "invalid_exact_evm_payload_authorization_value_mismatch";
    // Both ends exclusive, as EIP-3009 has them.
    if (now <= authorization.validAfter && !waived("facilitator.exact-evm.valid-after-unchecked")) return "invalid_exact_evm_payload_authorization_valid_after";
    if (now >= authorization.validBefore && !waived("facilitator.exact-evm.valid-before-unchecked")) return "invalid_exact_evm_payload_authorization_valid_before";
    if (!isAddressEqual(authorization.to, required.payTo) && !waived("facilitator.exact-evm.recipient-unchecked")) return "invalid_exact_evm_payload_recipient_mismatch";
    if (reading.nonceUsed && !waived("facilitator.exact-evm.nonce-unchecked")) return "invalid_transaction_state";
    return simulated || fault("facilitator.exact-evm.not-simulated") ? undefined : "invalid_transaction_state";
  };
}

/**
 * Whether the signature is the payer's. Code at the payer's address decides who is asked: none, the
 * key by `ecrecover`; some, the contract by ERC-1271. An ERC-6492 wrapping is refused either way: it
 * would make us deploy a contract, and the text asks for 65 bytes.
 */
function signatureHolds(options: { payment: ParsedPayment; reading: PaymentReading }): boolean {
  const { payment, reading } = options;
  if (reading.contractAccepts !== undefined) return reading.contractAccepts && !isWrapped(payment.signature);
  if (!isCanonical(payment.signature)) return false;
  return recoverSigner({ digest: authorizationDigest(payment), signature: payment.signature }) === getAddress(payment.authorization.from);
}

function mirrored(payment: ParsedPayment): ParsedPayment {
  return payment.signature.length === 132 ? { ...payment, signature: withHighS(payment.signature) } : payment;
}

const ERC6492_SUFFIX = "6492".repeat(16);

export function isWrapped(signature: `0x${string}`): boolean {
  return signature.toLowerCase().endsWith(ERC6492_SUFFIX);
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** 65 bytes, s in the lower half (EIP-2), v of 27 or 28: the one form tokens accept. */
function isCanonical(signature: `0x${string}`): boolean {
  return signature.length === 132 && /(?:1b|1c)$/i.test(signature) && BigInt(`0x${signature.slice(66, 130)}`) <= HALF_ORDER;
}

