/**
 * Ends the process groups that the harness left, however the harness ended.
 *
 * Its stdin is a pipe whose writing end only the harness holds: the kernel closes it on a return, a
 * crash, Ctrl-C and SIGKILL alike. Lines on it say which groups to end then: `+<group>` adds,
 * `-<group>` takes off. It is in a session of its own, so that Ctrl-C does not reach it.
 *
 * Run: node watchdog.ts <milliseconds between SIGTERM and SIGKILL>
 */
import { createInterface } from "node:readline";

const graceMs = Number(process.argv[2]);
const groups = new Set<number>();

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const group = Number(line.slice(1));
    if (line.startsWith("+")) groups.add(group);
    else groups.delete(group);
  })
  .on("close", () => {
    if (groups.size === 0) return;
    endAll("SIGTERM");
    setTimeout(() => endAll("SIGKILL"), graceMs);
  });

function endAll(signal: NodeJS.Signals): void {
  for (const group of groups) {
    try {
      process.kill(-group, signal);
    } catch {
      groups.delete(group);
    }
  }
}
