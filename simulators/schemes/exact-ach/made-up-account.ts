/** For faults. Of nobody: an account of zeros behind a routing number that passes the test of its digits, and that no bank has. */
export function madeUpAccount(): string {
  return `${"0".repeat(9)} ${"0".repeat(10)}`;
}
