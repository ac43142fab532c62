import { createLogUpdate } from "log-update";
import type { RunEvent } from "../runner/run.ts";
import type { CliIo } from "./io.ts";

/** Shows a run's progress: in place on a terminal, one line per target otherwise. */
export interface Progress {
  onEvent(event: RunEvent): void;
  note(text: string): void;
  end(): void;
}

export function createProgress(options: { io: CliIo; verbose: boolean; quiet: boolean }): Progress {
  const { io } = options;
  const live = io.interactive && !options.quiet;
  const update = live ? createLogUpdate(process.stderr) : undefined;
  const say = (text: string): void => {
    if (options.quiet) return;
    update?.clear();
    io.stderr(`${text}\n`);
  };
  let total = 0;
  let done = 0;
  let broken = 0;
  let target = "";
  const running = new Set<string>();
  const draw = (): void => {
    const [first] = running;
    update?.(`${target}  ${done}/${total} cases, ${running.size} running${broken > 0 ? `, ${broken} broke off` : ""}${first === undefined ? "" : `  ${first}`}`.slice(0, io.columns));
  };
  return {
    onEvent(event) {
      switch (event.kind) {
        case "target-started":
          total = event.cases;
          done = 0;
          broken = 0;
          target = event.target;
          running.clear();
          if (!live) say(`${event.target} (${event.role}): ${event.checks} checks on ${event.cases} cases`);
          break;
        case "case-started":
          running.add(event.scenario);
          draw();
          break;
        case "case-ended":
          running.delete(event.scenario);
          done += 1;
          if (event.result.outcome.kind === "broken" || event.result.outcome.kind === "budget") broken += 1;
          if (options.verbose) say(`  ${event.scenario}: ${event.result.outcome.kind}, ${event.result.events.length} events, ${Math.round(event.result.duration)} ms`);
          draw();
          break;
        case "target-unreachable":
          say(event.message);
          break;
        case "target-ended": {
          const { summary } = event;
          say(`${event.target}: ${summary.pass} passed, ${summary.red} failed, ${summary.warning} warnings, ${summary.baselined} baselined, ${summary.notReached + summary.inconclusive + summary.harnessError} not judged`);
          break;
        }
      }
    },
    note: say,
    end: () => update?.done(),
  };
}
