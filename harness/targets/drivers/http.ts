import { createCalls } from "../calls.ts";
import { DriverError, quoted } from "../errors.ts";
import { assertRunning, messageTarget, type Send } from "../message-target.ts";
import { createMessages } from "../messages.ts";
import type { DriverReply } from "../protocol.ts";
import type { Driver } from "../target.ts";

/** Bytes of one reply. */
const LIMIT = 1 << 20;
/** Milliseconds a connection is kept after its request was given up. */
const AFTERWARDS = 1_000;

/**
 * `http:<control URL>`: the messages of `cmd:`, each posted to the URL as JSON, the reply in the
 * response. For adapters that run already, e.g. inside a device or a container.
 */
export const driver: Driver = {
  scheme: "http",
  check({ rest }) {
    parse(rest);
  },
  async connect({ manifest, rest, context }) {
    assertRunning(context.signal);
    const { name } = manifest;
    const url = parse(rest);
    const messages = createMessages();
    const calls = createCalls({ name });
    const send: Send = async ({ message, schema, seconds, late, signal }) =>
      await calls.call({
        seconds,
        late,
        signal: signal === undefined ? context.signal : AbortSignal.any([signal, context.signal]),
        send(id) {
          const whole = { id, ...message };
          if (schema !== "probe") messages.assertOwn(schema, whole);
          context.onMessage({ direction: "to-target", message: whole });
          void post({ url, body: JSON.stringify(whole), name, seconds }).then(
            (reply) => {
              context.onMessage({ direction: "from-target", message: reply });
              try {
                messages.assertTheirs("reply", reply);
                calls.settle(reply as DriverReply);
              } catch (error) {
                calls.failAll(error as DriverError);
              }
            },
            (error: unknown) => calls.fail({ id, error: error as DriverError }),
          );
        },
      });
    return await Promise.resolve(messageTarget({ manifest, messages, send, leave: async () => undefined, exited: new Promise(() => undefined) }));
  },
};

function parse(rest: string): string {
  const url = URL.parse(rest);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href;
  const next = rest.startsWith("//") ? `Say "url:http:${rest}" for a running server, "http:http:${rest}" for an adapter's control URL.` : 'Mend "connect" in the manifest.';
  throw new DriverError({ code: "command-not-found", what: "The connect string does not name a control URL", expected: "http:http://host:port/path", found: JSON.stringify(`http:${rest}`), next });
}

async function post(options: { url: string; body: string; name: string; seconds: number }): Promise<unknown> {
  const { name } = options;
  let text = "";
  try {
    const response = await fetch(options.url, { method: "POST", headers: { "content-type": "application/json" }, body: options.body, redirect: "error", signal: AbortSignal.timeout(options.seconds * 1000 + AFTERWARDS) });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LIMIT) throw new DriverError({ code: "flood", what: `The target ${name} flooded its control connection`, expected: "one message", found: `more than ${LIMIT} bytes` });
    }
    text = Buffer.concat(chunks).toString("utf8");
  } catch (error) {
    if (error instanceof DriverError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new DriverError({ code: "exited", what: `The target ${name} does not answer at ${options.url} (${cause})`, next: "Start its adapter first." });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DriverError({ code: "protocol", what: `The target ${name} answered what is not JSON`, expected: "one driver message", found: quoted(text) });
  }
}
