import { DriverError, quoted } from "../errors.ts";
import type { OneShot } from "../one-shot.ts";
import { withLastWords } from "../process-errors.ts";
import type { FetchOutcome } from "../protocol.ts";

interface Printed {
  readonly error?: unknown;
  readonly status_code?: unknown;
  readonly data?: unknown;
  readonly payment_response?: unknown;
}

/** Bytes of a body that are kept. */
const KEPT = 65_536;

/**
 * What an upstream client printed, as an outcome: the first stdout line that starts with `{`.
 *
 * The layout hands over the body parsed and no headers: the body is written as JSON again, and there
 * are no headers. An end with an exit code and no line is a client that threw.
 *
 * @throws DriverError `protocol` when it ended well and printed no such line, `command-not-found` when its shell found no command
 */
export function clientOutcome(options: OneShot & { name: string }): FetchOutcome {
  const { end, name } = options;
  const line = options.lines.find((one) => one.trim().startsWith("{"));
  if (line === undefined) {
    if (end.code === 127 || end.code === 126) throw withLastWords({ error: new DriverError({ code: "command-not-found", what: `The client ${name} could not be run, its shell ended with exit code ${end.code}` }), stderrTail: end.stderrTail });
    if (end.code === 0) throw new DriverError({ code: "protocol", what: `The client ${name} ended well without a result`, expected: "a line of JSON on stdout", found: options.lines.length === 0 ? "no line" : quoted(options.lines.join("\n")) });
    return { outcome: "error", message: end.stderrTail.trim().slice(-2_000) || `ended ${end.signal === null ? `with exit code ${end.code}` : `by ${end.signal}`}` };
  }
  const printed = parse({ line, name });
  if (typeof printed.status_code !== "number") return { outcome: "error", message: typeof printed.error === "string" ? printed.error : line.slice(0, 2_000) };
  const text = typeof printed.data === "string" ? printed.data : printed.data === undefined ? "" : JSON.stringify(printed.data);
  const payment = printed.payment_response ?? undefined;
  return { outcome: "response", status: printed.status_code, headers: [], body: Buffer.from(text).subarray(0, KEPT).toString("base64"), ...(payment === undefined ? {} : { payment }) };
}

function parse(options: { line: string; name: string }): Printed {
  try {
    return JSON.parse(options.line) as Printed;
  } catch {
    throw new DriverError({ code: "protocol", what: `The client ${options.name} printed a result that is not JSON`, found: quoted(options.line) });
  }
}
