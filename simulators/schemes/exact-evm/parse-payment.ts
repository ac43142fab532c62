import { getAddress, isAddress } from "viem";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { chainIdOf } from "./client.ts";
import type { TokenDomain, TransferAuthorization } from "./eip3009.ts";
import type { ErrorReason } from "./error-reasons.ts";

/** Reads an EIP-3009 payment off the wire: everything about it that needs no chain. */

export const faults = defineFaults({
  "facilitator.exact-evm.numbers-coerced": { role: "facilitator", bug: "BUG: reads numeric strings with Number(), so that 1e4, 0x2710 and \" 10000\" all mean 10000" },
  "facilitator.exact-evm.numbers-as-doubles": { role: "facilitator", bug: "BUG: reads amounts as doubles, so that values above 2^53 lose their low digits" },
  "facilitator.exact-evm.addresses-case-sensitive": { role: "facilitator", bug: "BUG: refuses addresses that are not EIP-55 checksummed" },
  "facilitator.exact-evm.domain-guessed": { role: "facilitator", bug: "BUG: takes USDC version 2 for the token's domain when the requirements name none, and does not simulate" },
  "facilitator.exact-evm.other-methods-taken": { role: "facilitator", bug: "BUG: takes an EIP-3009 payload for whatever assetTransferMethod is required" },
  "facilitator.exact-evm.amount-from-accepted": { role: "facilitator", bug: "BUG: takes the required amount from the client's accepted" },
  "facilitator.exact-evm.recipient-from-accepted": { role: "facilitator", bug: "BUG: takes payTo from the client's accepted" },
  "facilitator.exact-evm.asset-from-accepted": { role: "facilitator", bug: "BUG: takes the token from the client's accepted" },
  "facilitator.exact-evm.chain-from-accepted": { role: "facilitator", bug: "BUG: takes the signed chain id from the client's accepted, and does not simulate" },
});

export interface ParsedPayment {
  readonly authorization: TransferAuthorization;
  readonly signature: `0x${string}`;
  readonly domain: TokenDomain;
  /** The domain is not the one the requirements state. Only a fault makes it so, and then does not simulate either. */
  readonly assumed: boolean;
  readonly required: { readonly amount: bigint; readonly payTo: `0x${string}`; readonly asset: `0x${string}` };
}

export type ParseResult = { readonly ok: true; readonly payment: ParsedPayment } | { readonly ok: false; readonly reason: ErrorReason; readonly payer?: string };

export function parsePayment(options: { payload: Record<string, unknown>; accepted: PaymentRequirements; requirements: PaymentRequirements; faults: FaultSet }): ParseResult {
  const { payload, accepted, requirements } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const { authorization: raw, signature } = payload;
  if (!isRecord(raw) || !isHex(signature)) return { ok: false, reason: "invalid_payload" };
  // A second instrument that nobody checks must not ride along.
  if ("permit2Authorization" in payload || "delegationManager" in payload) return { ok: false, reason: "invalid_payload" };

  const checksummed = fault("facilitator.exact-evm.addresses-case-sensitive", () => [raw["from"], raw["to"], requirements.payTo, requirements.asset].some((value) => address(value, true) !== address(value, false)));
  const readOtherwise = (uint: typeof uint256) => (): boolean => ["value", "validAfter", "validBefore"].some((name) => uint(raw[name]) !== uint256(raw[name]));
  const uint = fault("facilitator.exact-evm.numbers-coerced", readOtherwise(coerced)) ? coerced : fault("facilitator.exact-evm.numbers-as-doubles", readOtherwise(viaDouble)) ? viaDouble : uint256;
  const from = address(raw["from"], checksummed);
  const to = address(raw["to"], checksummed);
  const value = uint(raw["value"]);
  const validAfter = uint(raw["validAfter"]);
  const validBefore = uint(raw["validBefore"]);
  const nonce = raw["nonce"];
  if (from === undefined || to === undefined || value === undefined || validAfter === undefined || validBefore === undefined || !isHex(nonce) || nonce.length !== 66) {
    return { ok: false, reason: "invalid_payload" };
  }

  const method = requirements.extra?.["assetTransferMethod"];
  if (method !== undefined && method !== "eip3009" && !fault("facilitator.exact-evm.other-methods-taken")) {
    return { ok: false, reason: "unsupported_asset_transfer_method", payer: from };
  }
  const stated = (member: "amount" | "payTo" | "asset" | "network", by: keyof typeof faults & string): string => (accepted[member] !== requirements[member] && fault(by) ? accepted : requirements)[member];
  const amount = uint256(stated("amount", "facilitator.exact-evm.amount-from-accepted"));
  const payTo = address(stated("payTo", "facilitator.exact-evm.recipient-from-accepted"), checksummed);
  const asset = address(stated("asset", "facilitator.exact-evm.asset-from-accepted"), checksummed);
  const chainId = chainIdOf(stated("network", "facilitator.exact-evm.chain-from-accepted"));
  const { extra = {} } = requirements;
  const { name, version } = !("name" in extra && "version" in extra) && fault("facilitator.exact-evm.domain-guessed") ? { name: "USDC", version: "2", ...extra } : extra;
  if (amount === undefined || payTo === undefined || asset === undefined || chainId === undefined || typeof name !== "string" || typeof version !== "string") {
    return { ok: false, reason: "invalid_payment_requirements", payer: from };
  }
  return {
    ok: true,
    payment: {
      authorization: { from, to, value, validAfter, validBefore, nonce },
      signature,
      domain: { name, version, chainId, verifyingContract: asset },
      assumed: chainId !== chainIdOf(requirements.network) || requirements.extra?.["name"] !== name,
      required: { amount, payTo, asset },
    },
  };
}

const UINT256 = 1n << 256n;

/** Decimal without sign, point, exponent, blanks or leading zeros, below 2^256. */
function uint256(value: unknown): bigint | undefined {
  // 78 digits hold every uint256; a longer string is not worth converting.
  if (typeof value !== "string" || value.length > 78 || !/^(?:0|[1-9][0-9]*)$/.test(value)) return undefined;
  const number = BigInt(value);
  return number < UINT256 ? number : undefined;
}

function coerced(value: unknown): bigint | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? BigInt(number) : uint256(value);
}

function viaDouble(value: unknown): bigint | undefined {
  const number = uint256(value);
  return number === undefined ? undefined : BigInt(Number(number));
}

function address(value: unknown, checksummed: boolean): `0x${string}` | undefined {
  return typeof value === "string" && isAddress(value, { strict: checksummed }) && (!checksummed || getAddress(value) === value) ? getAddress(value) : undefined;
}

/** Bounded: no signature or nonce needs more, ERC-6492 wrapping included. */
const MAX_HEX = 16_384;

function isHex(value: unknown): value is `0x${string}` {
  return typeof value === "string" && value.length <= MAX_HEX && value.length % 2 === 0 && /^0x[0-9a-fA-F]*$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
