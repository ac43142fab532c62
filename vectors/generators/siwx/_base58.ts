import { getBase58Decoder } from "@solana/kit";

/** Base58 of bytes, in Bitcoin's alphabet. */
export const base58Of = (bytes: Uint8Array): string => getBase58Decoder().decode(bytes);
