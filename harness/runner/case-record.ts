import type { CaseRecord, RecordedEvent } from "../../reports/results.ts";
import { decodeHeader } from "../../simulators/transports/http/header-codec.ts";
import { maskText } from "../privacy/mask.ts";
import { bodyJson } from "../trace/body.ts";
import type { HeaderFields, RecordedBody, TraceEvent } from "../trace/events.ts";
import type { CaseResult } from "./case-result.ts";

/** Headers whose value is base64 JSON. */
const ENVELOPES = new Set(["payment-required", "payment-signature", "payment-response", "x-payment", "x-payment-response", "extension-responses"]);

/** Characters of one body or header that a report keeps. */
const MAX_TEXT = 8 * 1024;
/** Events of one case that a report keeps; an endless conversation helps no reader. */
const MAX_EVENTS = 80;

/** Reduces a case to what a reader of the report needs: who said what to whom, decoded. */
export function caseRecord(options: { target: string; title: string; result: CaseResult }): CaseRecord {
  const { result } = options;
  return { target: options.target, case: result.scenario, title: options.title, events: result.events.slice(0, MAX_EVENTS).map(recorded) };
}

function recorded(event: TraceEvent): RecordedEvent {
  const { seq, at, kind } = event;
  const line = (from: string, to: string, title: string, rest: Partial<RecordedEvent> = {}): RecordedEvent => ({ seq, at, kind, from, to, title: cut(title), ...rest });
  switch (event.kind) {
    case "http.request":
      return line(event.from, event.to, `${event.method} ${event.target}`, message(event.headers, event.body));
    case "http.response":
      return line(event.from, event.to, String(event.status), message(event.headers, event.body));
    case "http.abort":
      return line(event.from, event.to, `${event.reason}: ${event.message}`);
    case "rpc":
      return line(event.from, event.to, event.scripted ? `${event.method} (scripted)` : event.method, { decoded: { params: pretty(event.params), ...(event.result === undefined && event.error !== undefined ? {} : { result: pretty(event.result) }), ...(event.error === undefined ? {} : { error: pretty(event.error) }) } });
    case "chain.transfer":
      return line("chain", "chain", `transfer of ${event.amount} to ${event.recipient}`, { decoded: { transfer: pretty({ asset: event.asset, from: event.sender, to: event.recipient, amount: event.amount, transaction: event.transaction }) } });
    case "chain.transaction":
      return line("chain", "chain", `transaction ${event.status}`, { decoded: { transaction: pretty({ hash: event.hash, from: event.sender, to: event.to, input: event.input }) } });
    case "chain.balance":
      return line("chain", "chain", `balance ${event.when}: ${event.amount}`, { decoded: { balance: pretty({ asset: event.asset, address: event.address, amount: event.amount }) } });
    case "client.outcome":
      return line("client", "client", event.outcome === "response" ? `caller got ${event.status}` : `caller got an error: ${event.message}`, {
        ...(event.payment === undefined ? {} : { decoded: { payment: pretty(event.payment) } }),
        ...(event.body === undefined ? {} : { body: bodyText(event.body) }),
      });
    case "driver.message":
      return line("harness", "harness", `driver message ${event.direction}`, { decoded: { message: pretty(event.message) } });
    case "process":
      return line("harness", "harness", `process ${event.what}: ${event.detail}`);
    case "mark":
      return line("harness", "harness", event.name, { decoded: { [event.name]: pretty(event.data) } });
  }
}

function message(headers: HeaderFields, body: RecordedBody): Partial<RecordedEvent> {
  const decoded: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (!ENVELOPES.has(name.toLowerCase())) continue;
    const result = decodeHeader(value);
    decoded[name] = result.ok ? pretty(result.value) : result.message;
  }
  const json = bodyJson(body);
  if (typeof json === "object" && json !== null) decoded["body"] = pretty(json);
  return { headers: headers.map(([name, value]) => [cut(name), cut(value)]), ...(Object.keys(decoded).length === 0 ? {} : { decoded }), ...(body.bytes === 0 ? {} : { body: bodyText(body) }) };
}

function bodyText(body: RecordedBody): string {
  const text = body.text ?? `base64: ${body.base64 ?? ""}`;
  return body.truncated ? `${cut(text)} … ${body.bytes} bytes in all` : cut(text);
}

/** A target may nest deeper than this can be walked: the report is not to break by that. */
function pretty(value: unknown): string {
  try {
    return cut(JSON.stringify(value, null, 2) ?? "");
  } catch (error) {
    if (error instanceof RangeError) return "nested too deeply to be shown";
    throw error;
  }
}

/** Masked before it is cut: half a number is not known for one. */
function cut(whole: string): string {
  const text = maskText(whole);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}
