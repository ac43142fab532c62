import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What loading the whole of `spec/` took in a process of its own. */
export interface SpecLoad {
  readonly milliseconds: number;
  readonly rows: number;
  readonly profiles: number;
  readonly schemas: number;
}

/** The best of a few tries, so that what else the machine does counts little. */
export function measureSpecLoad(options: { tries: number }): SpecLoad {
  const program = fileURLToPath(new URL("load-spec.ts", import.meta.url));
  const runs = Array.from({ length: options.tries }, () => JSON.parse(execFileSync(process.execPath, [program], { encoding: "utf8" })) as SpecLoad);
  return runs.reduce((best, run) => (run.milliseconds < best.milliseconds ? run : best));
}
