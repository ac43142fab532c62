import { restOf97 } from "../../bank-payments/account-data.ts";

/** For faults. Of nobody: no bank in Germany has the number 0. */
export function madeUpIban(): string {
  const account = "0".repeat(18);
  return `DE${String(98 - restOf97(`${account}DE00`)).padStart(2, "0")}${account}`;
}
