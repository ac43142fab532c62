/** CAIP-2 of Solana: the first 32 base58 characters of the genesis hash. */
export function isSolanaNetwork(network: string): boolean {
  return /^solana:[1-9A-HJ-NP-Za-km-z]{32}$/.test(network);
}

/** Amounts of tokens are u64. */
export const MAX_AMOUNT = (1n << 64n) - 1n;

/** Decimal without sign, point, exponent, blanks or leading zeros; `undefined` for anything else and above u64. */
export function parseAmount(text: string): bigint | undefined {
  if (!/^(?:0|[1-9][0-9]{0,19})$/.test(text)) return undefined;
  const amount = BigInt(text);
  return amount <= MAX_AMOUNT ? amount : undefined;
}

/** Bytes of UTF-8 that `extra.memo` may have. */
export const MAX_MEMO_BYTES = 256;
