import type { Recorder } from "../trace/recorder.ts";
import type { Manifest, Target } from "../targets/target.ts";

/**
 * What harness and target say to each other by the driver, and how the target's process fares, for the
 * traces of the cases it concerns. Messages are kept as the driver understood them, without keys and bounded:
 * what a target answered that was no message at all stands in the error it led to.
 */
export interface TargetLife {
  /** The same target, its operations recorded in the open case they belong to. */
  watch(target: Target): Target;
  /** @returns to be called when the case is over */
  open(options: { tag: string; recorder: Recorder }): () => void;
}

export function createTargetLife(options: { manifest: Manifest }): TargetLife {
  const open = new Map<string, Recorder>();
  let ready: string | undefined;

  const ownerOf = (text: string): Recorder | undefined => {
    for (const [tag, recorder] of open) if (text.includes(tag)) return recorder;
    return undefined;
  };
  /** `about` names the case: a request by its URL, an instance of a case's own by its name. The shared instance is named after a case and is none's. */
  const recorded = async <Result>(about: string, message: Readonly<Record<string, unknown>>, run: () => Promise<Result>): Promise<Result> => {
    const owner = about.startsWith("shared-") ? undefined : ownerOf(about);
    owner?.record({ kind: "driver.message", direction: "to-target", message: bounded(message) });
    try {
      const result = await run();
      owner?.record({ kind: "driver.message", direction: "from-target", message: bounded({ ok: true, result }) });
      return result;
    } catch (error) {
      owner?.record({ kind: "driver.message", direction: "from-target", message: bounded({ ok: false, error: error instanceof Error ? { ...("code" in error ? { code: error.code } : {}), message: error.message } : String(error) }) });
      throw error;
    }
  };

  return {
    watch(target) {
      void target.exited.then(({ code, signal, stderrTail }) => {
        const words = stderrTail.trim().slice(-MAX_TEXT);
        for (const recorder of open.values()) recorder.record({ kind: "process", what: "exited", detail: `${signal ?? `exit code ${code}`}${words === "" ? "" : `; its last words: ${words}`}` });
      });
      return {
        ...target,
        async hello() {
          const hello = await target.hello();
          ready = cut(`${hello.name} ${hello.version}`);
          return hello;
        },
        start: async (request) => await recorded(request.instance, { op: "start", instance: request.instance, config: request.config }, async () => await target.start(request)),
        fetch: async (request) => await recorded(request.request.url, { op: "fetch", instance: request.instance, request: request.request, wallets: Object.keys(request.wallets) }, async () => await target.fetch(request)),
        reset: async (request) => await recorded(request.instance, { op: "reset", instance: request.instance }, async () => await target.reset(request)),
        async stop(stopping) {
          const { instance } = stopping ?? {};
          if (instance === undefined) await target.stop();
          else await recorded(instance, { op: "stop", instance }, async () => await target.stop({ instance }));
        },
      };
    },
    open({ tag, recorder }) {
      recorder.record({ kind: "process", what: "started", detail: cut(options.manifest.connect) });
      if (ready !== undefined) recorder.record({ kind: "process", what: "ready", detail: ready });
      open.set(tag, recorder);
      return () => void open.delete(tag);
    },
  };
}

/** Characters of one text, entries of one list, characters of one message. */
const MAX_TEXT = 500;
const MAX_ENTRIES = 20;
const MAX_MESSAGE = 4_000;

function bounded(message: unknown): unknown {
  const kept = shortened(message);
  const text = JSON.stringify(kept) ?? "";
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}… (${text.length} characters)` : kept;
}

function shortened(value: unknown): unknown {
  if (typeof value === "string") return cut(value);
  if (Array.isArray(value)) return [...(value as unknown[]).slice(0, MAX_ENTRIES).map(shortened), ...(value.length > MAX_ENTRIES ? [`… ${value.length - MAX_ENTRIES} more`] : [])];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).slice(0, MAX_ENTRIES).map(([name, member]) => [cut(name), /privatekey$/i.test(name) ? "(kept back)" : shortened(member)]));
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}
