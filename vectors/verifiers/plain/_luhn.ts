/** Whether digits end with their right check digit (ISO/IEC 7812-1). */
const checks = (digits: string): boolean => {
  const sum = Array.from(digits)
    .toReversed()
    .map(Number)
    .reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
};

/** Whether a text has a run of 13 to 19 digits, also in groups, that is a card number by its check digit. */
export const holdsCardNumber = (text: string): boolean => (text.replaceAll(/(?<=\d)[ -](?=\d)/g, "").match(/\d+/g) ?? []).some((run) => run.length >= 13 && run.length <= 19 && checks(run));
