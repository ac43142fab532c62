/** Every text within, however deep. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** An IBAN, blanks left out, or thirteen to nineteen digits that pass the Luhn test, hyphens left out as well. */
export function isAccount(text: string): boolean {
  const iban = text.replaceAll(/\s/g, "");
  const bare = iban.replaceAll("-", "");
  if (/^[A-Z]{2}\d{2}[A-Z\d]{5,30}$/i.test(iban)) {
    const digits = [...`${iban.slice(4)}${iban.slice(0, 4)}`].map((letter) => Number.parseInt(letter, 36)).join("");
    return BigInt(digits) % 97n === 1n;
  }
  return /^\d{13,19}$/.test(bare) && [...bare].toReversed().reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)), 0) % 10 === 0;
}
