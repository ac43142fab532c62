/** Sends a signal to every process of a group. @param options.pid of its leader; nothing happens without one, or where the group is gone */
export function killGroup(options: { readonly pid: number | undefined; readonly signal: NodeJS.Signals }): void {
  if (options.pid === undefined) return;
  try {
    process.kill(-options.pid, options.signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}
