/** An amount of tokens as RPC answers show it: exact in `amount`, and for people. */
export function tokenAmountJson(amount: bigint, decimals: number): object {
  const digits = amount.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  const text = fraction === "" ? whole : `${whole}.${fraction}`;
  return { uiAmount: Number(text), decimals, amount: amount.toString(), uiAmountString: text };
}
