import { aborted, createCalls } from "../calls.ts";
import { splitCommand } from "../command-line.ts";
import { DriverError, quoted } from "../errors.ts";
import { startGuard } from "../guard.ts";
import { assertRunning, messageTarget, type Send } from "../message-target.ts";
import { createMessages } from "../messages.ts";
import { spawnProcess, type TargetProcess } from "../process.ts";
import { endedError, withLastWords } from "../process-errors.ts";
import type { DriverReply } from "../protocol.ts";
import type { Driver, Target } from "../target.ts";

/** `cmd:<command>`: one long-lived process, one JSON message per line on stdin and stdout, stderr is free text. */
export const driver: Driver = {
  scheme: "cmd",
  check({ rest }) {
    splitCommand(rest);
  },
  async connect({ manifest, rest, context }) {
    assertRunning(context.signal);
    const { name } = manifest;
    const messages = createMessages();
    const calls = createCalls({ name });
    const guard = startGuard({ graceSeconds: manifest.timeouts.stop });
    const { promise: exited, resolve: onExited } = Promise.withResolvers<Awaited<Target["exited"]>>();

    /** A target that broke the protocol once is not believed again. */
    const broke = (error: DriverError): void => {
      calls.failAll(error);
      void child?.stop();
    };
    const receive = (line: string): void => {
      if (line.trim() === "") return;
      try {
        const reply = parse({ line, name });
        context.onMessage({ direction: "from-target", message: reply });
        messages.assertTheirs("reply", reply);
        calls.settle(reply as DriverReply);
        child?.forgetOutput();
      } catch (error) {
        if (!(error instanceof DriverError)) throw error;
        broke(error);
      }
    };
    let child: TargetProcess | undefined;
    try {
      child = await spawnProcess({ command: rest, cwd: manifest.cwd, environment: manifest.environment, graceSeconds: manifest.timeouts.stop, guard, onLine: receive, onLog: context.onLog, onFlood: broke });
    } catch (error) {
      guard.close();
      throw error;
    }
    const running = child;
    const onAbort = (): void => calls.failAll(aborted());
    context.signal.addEventListener("abort", onAbort, { once: true });
    void running.ended.then((end) => {
      context.signal.removeEventListener("abort", onAbort);
      calls.failAll(endedError({ name, end }));
      if (!end.asked) onExited({ code: end.code, signal: end.signal, stderrTail: end.stderrTail });
    });

    const send: Send = async ({ message, schema, seconds, late, signal }) =>
      await calls.call({
        seconds,
        late: () => withLastWords({ error: late(), stderrTail: running.stderrTail() }),
        signal,
        send(id) {
          const whole = { id, ...message };
          if (schema !== "probe") messages.assertOwn(schema, whole);
          context.onMessage({ direction: "to-target", message: whole });
          // When nobody reads any more, the process's end is the answer.
          running.write(JSON.stringify(whole));
        },
      });
    const leave = async (): Promise<void> => {
      await running.stop();
      guard.close();
    };
    return messageTarget({ manifest, messages, send, leave, exited });
  },
};

function parse(options: { line: string; name: string }): unknown {
  try {
    return JSON.parse(options.line);
  } catch {
    throw new DriverError({
      code: "protocol",
      what: `The target ${options.name} printed a line on stdout that is not JSON`,
      expected: "one driver message per line",
      found: quoted(options.line),
      next: 'Print free text to stderr; of a package script, run it quietly ("npm run --silent").',
    });
  }
}
