/** Security codes of cards: three or four digits, which nothing but the name before them tells from others. */

const NAME = String.raw`(?:card_?)?(?:cvc2?|cvv2?|csc|security_?code|verification_?(?:code|value))|card_?(?:code|verification\w{0,16})`;

/** A member that is named after one, with its value. */
export const SECURITY_CODE = new RegExp(String.raw`(?<![A-Za-z0-9])((?:${NAME})\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?)\d{3,4}(?!\d)`, "i");
/** The same, and in words. */
const EVERY_CODE = new RegExp(String.raw`(?<![A-Za-z0-9])((?:${NAME})(?:\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?|\s(?:is\s)?))\d{3,4}(?!\d)`, "gi");
const WHOLE_NAME = new RegExp(`(?:^|[^A-Za-z0-9])(?:${NAME})$`, "i");

export const maskSecurityCodes = (text: string): string => text.replaceAll(EVERY_CODE, "$1***");

/** Whether a member's value is one: for values whose name is no part of their text. */
export const isSecurityCode = ({ name, value }: { readonly name: string; readonly value: unknown }): boolean => (typeof value === "string" || typeof value === "number") && /^\d{3,4}$/.test(String(value)) && WHOLE_NAME.test(name);
