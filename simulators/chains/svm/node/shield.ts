/**
 * Does what a timer or another's transaction set off, and lets nothing out that it throws: what fails for one caller is
 * nobody else's matter, and uncaught it would end the node.
 *
 * @param what went wrong then, for the log
 */
export function shielded(what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
