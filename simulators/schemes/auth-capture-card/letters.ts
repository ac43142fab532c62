/** Bytes as letters, four bits each: no run of digits in it can be taken for a card number, as one in hex can. */
export function lettersOf(bytes: Uint8Array): string {
  return [...Buffer.from(bytes).toString("hex")].map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]).join("");
}
