import { readJson } from "./json-schema.ts";

/** A currency of ISO 4217 that an offer's `asset` may name. */
export type FiatCurrency = {
  /** Three letters, for example `JPY`. */
  readonly code: string;
  /** Three digits, as a string: leading zeros count. */
  readonly number: string;
  /** Decimal places between the smallest unit, in which amounts are stated, and the unit people know: 0 for JPY, 2 for USD, 3 for KWD. */
  readonly exponent: 0 | 2 | 3 | 4;
  readonly name: string;
  /** A fund or complementary unit of the standard, not the money of a country. */
  readonly fund?: true;
};

/** Kinds of ACH returns. */
export type AchReturnClass =
  | "insufficient-funds"
  | "closed-account"
  | "invalid-account"
  | "frozen-account"
  | "deceased"
  | "unauthorized"
  | "stopped"
  | "refused"
  | "duplicate"
  | "on-request"
  | "not-supported"
  | "administrative";

/** How long the receiving bank has to return an entry, counted from settlement. */
export type AchReturnWindow =
  | { readonly unit: "banking-day" | "calendar-day"; readonly days: number }
  /** The operator's next delivery. */
  | { readonly unit: "next-file" }
  /** As soon as the receiver has refused. */
  | { readonly unit: "on-refusal" };

/** Why an ACH entry came back. */
export type AchReturnCode = {
  /** `R` and two digits. */
  readonly code: string;
  readonly meaning: string;
  readonly class: AchReturnClass;
  /** `null` where the rules set none, or where it could not be confirmed. */
  readonly returnWindow: AchReturnWindow | null;
  /** Whether the money may be asked for again, under `retryCondition`. */
  readonly retryable: boolean;
  readonly retryCondition?: string;
  /** The return rate of the originator it counts towards. */
  readonly countsAs?: "unauthorized" | "administrative";
};

/** The SEPA schemes of the rails: direct debits for consumers and businesses, and instant credit transfers. */
export type SepaScheme = "sdd-core" | "sdd-b2b" | "sct-inst";

/** The R-transactions: what stops a payment, sends it back or asks it back. */
export type SepaRTransaction =
  | "reject"
  | "return"
  | "refund"
  | "refusal"
  | "reversal"
  /** Asked back by the payer's bank. */
  | "recall"
  /** Asked back by the payer. */
  | "request-for-recall"
  /** The money comes back. */
  | "recall-return"
  /** The money does not come back. */
  | "recall-refusal";

/** Kinds of SEPA reasons. */
export type SepaReasonClass =
  | "insufficient-funds"
  | "closed-account"
  | "blocked-account"
  | "invalid-account"
  | "not-supported"
  | "unauthorized"
  | "customer"
  | "deceased"
  | "duplicate"
  | "amount"
  | "format"
  | "regulatory"
  | "fraud"
  | "timeout"
  | "unavailable"
  | "unreachable"
  | "settlement"
  | "not-found"
  | "unspecified";

/** Why a SEPA payment was stopped, came back or is asked back. */
export type SepaReasonCode = {
  /** Four characters, for example `AC04`. */
  readonly code: string;
  /** Its name in ISO 20022. */
  readonly name: string;
  readonly meaning: string;
  readonly class: SepaReasonClass;
  /** Whether the same payment may succeed later without a change. */
  readonly retryable: boolean;
  /** Where the code was confirmed. */
  readonly uses: readonly { readonly scheme: SepaScheme; readonly transactions: readonly SepaRTransaction[] }[];
};

/** Into which the card draft sorts declines (schemes/auth-capture/scheme_auth_capture_card.md, 7.3). */
export type CardDeclineClassName = "soft" | "hard" | "authentication-required";

/** A class of card declines. */
export type CardDeclineClass = {
  readonly class: CardDeclineClassName;
  /** Whether the same payment may be sent again. */
  readonly retriable: boolean;
  /** The draft's code for it; it names none for soft declines. */
  readonly errorCode?: "card_declined" | "card_authentication_required";
  readonly meaning: string;
};

/** An answer of a card network that belongs to one class. */
export type CardDeclineAnswer = {
  readonly network: "card:visa" | "card:mastercard";
  /** Where it stands: the response code of the authorization, or the merchant advice code beside it. */
  readonly field: "response" | "merchant-advice";
  readonly code: string;
  readonly meaning: string;
  readonly class: CardDeclineClassName;
};

const read = (file: string): unknown => readJson(new URL(`./registry/${file}.json`, import.meta.url));

/** The currencies of ISO 4217 in use. */
export const loadFiatCurrencies = (): readonly FiatCurrency[] => (read("fiat-currencies") as { currencies: FiatCurrency[] }).currencies;

/**
 * The currency with this code.
 *
 * @param code three capital letters
 * @returns `undefined` for a code that is none, was withdrawn, or stands for no money (metals, tests)
 */
export const fiatCurrencyOf = (code: string): FiatCurrency | undefined => loadFiatCurrencies().find((currency) => currency.code === code);

/** The ACH return codes a merchant meets. */
export const loadAchReturnCodes = (): readonly AchReturnCode[] => (read("ach-return-codes") as { codes: AchReturnCode[] }).codes;

/** The SEPA reason codes of direct debits and instant transfers. */
export const loadSepaReasonCodes = (): readonly SepaReasonCode[] => (read("sepa-reason-codes") as { codes: SepaReasonCode[] }).codes;

/** The classes of card declines, and the answers of card networks in each. */
export const loadCardDeclines = (): { readonly classes: readonly CardDeclineClass[]; readonly answers: readonly CardDeclineAnswer[] } =>
  read("card-decline-classes") as { classes: CardDeclineClass[]; answers: CardDeclineAnswer[] };
