import { readdirSync, readFileSync } from "node:fs";

const POLL_MS = 20;

/**
 * Signals every process of a group. Where there are no groups, the one process.
 *
 * @returns whether anybody was there to get it
 */
export function signalGroup(options: { group: number; signal: NodeJS.Signals | 0 }): boolean {
  try {
    process.kill(process.platform === "win32" ? options.group : -options.group, options.signal);
    return true;
  } catch {
    return false;
  }
}

/** @returns whether the group was gone in time */
export async function groupEnds(options: { group: number; withinMs: number }): Promise<boolean> {
  const until = performance.now() + options.withinMs;
  while (runs(options.group)) {
    if (performance.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/**
 * A process that ended stays in its group until somebody asks how. Where nobody does, as in a container
 * whose first process is no init, it stays for good: it does not count.
 */
function runs(group: number): boolean {
  if (!signalGroup({ group, signal: 0 })) return false;
  if (process.platform !== "linux") return true;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isRunningMember({ pid: name, group }));
}

function isRunningMember(options: { pid: string; group: number }): boolean {
  try {
    // `<pid> (<name, which may hold anything>) <state> <parent> <group> …`
    const stat = readFileSync(`/proc/${options.pid}/stat`, "utf8");
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(group) === options.group && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}
