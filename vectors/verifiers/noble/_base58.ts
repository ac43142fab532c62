const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** The bytes of a base58 text; undefined where it has a character of another alphabet or would be longer than any key or signature. */
export const base58Decode = (text: string): Uint8Array | undefined => {
  if (text.length > 100) return undefined;
  let value = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 255n));
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from([...Array.from({ length: zeros }, () => 0), ...bytes]);
};

/** Base58 of bytes. */
export const base58Encode = (bytes: Uint8Array): string => {
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = "";
  for (; value > 0n; value /= 58n) text = `${ALPHABET[Number(value % 58n)] ?? ""}${text}`;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros === -1 ? bytes.length : zeros) + text;
};

/** The 32 bytes of an address; undefined for anything that is none. */
export const publicKey = (value: unknown): Uint8Array | undefined => {
  const bytes = typeof value === "string" ? base58Decode(value) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
};
