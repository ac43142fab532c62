import { aborted } from "./calls.ts";
import { DriverError } from "./errors.ts";
import type { MessageName, Messages } from "./messages.ts";
import { DRIVER_PROTOCOL, type DriverRequest, type FetchOutcome, type HelloReply, type StartReply } from "./protocol.ts";
import type { Manifest, Target } from "./target.ts";

type WithoutId<Message> = Message extends unknown ? Omit<Message, "id"> : never;
/** A driver message before it has an id. */
export type DriverMessage = WithoutId<DriverRequest>;

/** Carries one message to the target and brings its result back. */
export type Send = (options: {
  message: DriverMessage;
  /** `probe` for what is wrong on purpose. */
  schema: MessageName | "probe";
  seconds: number;
  late: () => DriverError;
  signal?: AbortSignal | undefined;
}) => Promise<unknown>;

/** A target that is spoken to in driver messages, whatever carries them. */
export function messageTarget(options: { manifest: Manifest; messages: Messages; send: Send; leave: () => Promise<void>; exited: Target["exited"] }): Target {
  const { manifest, messages } = options;
  const { name, timeouts } = manifest;
  const late = (op: string, seconds: number, code: "never-ready" | "timeout") => () =>
    new DriverError({ code, what: `The target ${name} did not answer "${op}" within ${seconds} s`, next: code === "never-ready" ? 'If it needs longer, raise "timeouts.ready" in the manifest.' : 'If it needs longer, raise "timeouts.case" in the manifest.' });
  const ready = async (message: DriverMessage): Promise<unknown> => await options.send({ message, schema: `${message.op}-request`, seconds: timeouts.ready, late: late(message.op, timeouts.ready, "never-ready") });

  let leaving: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    await options.send({ message: { op: "stop" }, schema: "stop-request", seconds: timeouts.stop, late: late("stop", timeouts.stop, "timeout") }).catch(() => undefined);
    await options.leave();
  };
  return {
    async hello() {
      const result = await ready({ op: "hello", protocol: DRIVER_PROTOCOL });
      messages.assertTheirs("hello-result", result);
      return result as HelloReply;
    },
    async start({ instance, config }) {
      const result = await ready({ op: "start", instance, config });
      messages.assertTheirs("start-result", result);
      return result as StartReply;
    },
    async fetch({ instance, request, wallets, signal }) {
      const result = await options.send({ message: { op: "fetch", instance, request, wallets }, schema: "fetch-request", seconds: timeouts.case, late: late("fetch", timeouts.case, "timeout"), signal });
      messages.assertTheirs("fetch-result", result);
      return result as FetchOutcome;
    },
    async reset({ instance }) {
      await ready({ op: "reset", instance });
    },
    async stop(stopping) {
      if (stopping?.instance === undefined) return await (leaving ??= stopAll());
      await options.send({ message: { op: "stop", instance: stopping.instance }, schema: "stop-request", seconds: timeouts.stop, late: late("stop", timeouts.stop, "timeout") }).catch(() => undefined);
    },
    // Not in the protocol on purpose, and therefore in none of its types.
    probe: async ({ op }) => await options.send({ message: { op } as unknown as DriverMessage, schema: "probe", seconds: timeouts.ready, late: late(op, timeouts.ready, "never-ready") }),
    exited: options.exited,
  };
}

/** @throws DriverError `aborted` */
export function assertRunning(signal: AbortSignal): void {
  if (signal.aborted) throw aborted();
}
