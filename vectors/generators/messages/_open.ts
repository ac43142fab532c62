const WITHOUT_REQUIRED = "The text gives required a default, and its own schema asks for it.";

/** Messages that the schemas take and a careful reader may refuse, by the end of their id, with the reason. */
export const OPEN: Readonly<Record<string, string>> = {
  "payment-required.example.valid.empty-accepts": "The text neither asks for an entry nor says what a list without one is for.",
  "ext-payment-identifier-client.example.valid.minimal": WITHOUT_REQUIRED,
  "ext-payment-identifier-client.without-info-required": WITHOUT_REQUIRED,
};
