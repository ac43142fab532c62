import { restOf97 } from "../../bank-payments/account-data.ts";

/** For faults. Of nobody: XX is no country. */
export function madeUpIban(): string {
  const account = "0".repeat(14);
  return `XX${String(98 - restOf97(`${account}XX00`)).padStart(2, "0")}${account}`;
}
