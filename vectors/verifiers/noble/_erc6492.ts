import { bytesToHex } from "./_keccak.ts";

const MAGIC = "6492".repeat(16);

/** The parts of an ERC-6492 wrapping in hexadecimal without 0x; undefined where the bytes are none. */
export const unwrapped = (signature: Uint8Array): { readonly factory: string; readonly calldata: string; readonly inner: string } | undefined => {
  const hex = bytesToHex(signature);
  if (!hex.endsWith(MAGIC)) return undefined;
  const body = hex.slice(0, -64);
  const number = (at: number): number => Number.parseInt(body.slice(at * 2, at * 2 + 64), 16);
  const dynamic = (word: number): string => {
    const offset = number(word * 32);
    return body.slice((offset + 32) * 2, (offset + 32 + number(offset)) * 2);
  };
  return { factory: body.slice(24, 64), calldata: dynamic(1), inner: dynamic(2) };
};
