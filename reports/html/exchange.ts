import { visible } from "../escape/visible.ts";
import type { CaseRecord, RecordedEvent, Results } from "../results.ts";
import { deferred, html, type Markup } from "./markup.ts";
import { messagePanel } from "./message.ts";

/** Every recorded case as a sequence diagram, once however many verdicts rest on it, parsed when the first of them is opened. */
export function exchangeBlocks(results: Results): Markup {
  const roles = new Map(results.header.targets.map(({ name, role }) => [name, role]));
  return html`<div hidden>${Object.entries(results.cases).map(([key, record]) => html`<div data-recording="${visible({ text: key })}">${deferred(exchange({ record, role: roles.get(record.target) }))}</div>\n`)}</div>`;
}

/** Seats from payer to chain, the order in which a payment travels. */
const ORDER: readonly string[] = ["harness", "client", "proxy", "server", "upstream", "facilitator", "chain"];

/** A lifeline per seat, time downwards, an arrow per message. Drawn with CSS, so that text of any length wraps or is cut by the browser. */
function exchange(options: { record: CaseRecord; role: string | undefined }): Markup {
  const { record, role } = options;
  const seats = seatsOf(record.events);
  return html`<figure class="exchange" style="--seats:${Math.max(1, seats.length)}">
<figcaption><span class="label">Exchange</span> ${record.title} <code>${record.case}</code><span class="quiet hint">Click a message for its headers and body.</span></figcaption>
<div class="scroll"><div class="lanes">
<div class="seats">${seats.map((seat) => html`<span class="seat${seat === role ? " tested" : ""}">${seat}<small>${seat === role ? record.target : seat === "chain" ? networkSide(record) : "reference"}</small></span>`)}</div>
<ol class="messages">${record.events.map((event) => html`<li>${message({ event, seats })}</li>`)}</ol>
</div></div></figure>`;
}

/** What stands on the far side: a chain, or whoever moves the money on a fiat rail and is called by HTTP. */
function networkSide({ events }: CaseRecord): string {
  return events.some(({ kind, to, title: called }) => kind === "rpc" && to === "chain" && /^[A-Z]+ \//.test(called)) ? "payment provider" : "local chain";
}

/** The harness gets a lifeline only where it exchanges messages; its notes are drawn across. */
function seatsOf(events: readonly RecordedEvent[]): readonly string[] {
  const found = new Set(events.filter((event) => event.from !== event.to || event.from !== "harness").flatMap(({ from, to }) => [from, to]));
  const rank = (seat: string): number => (ORDER.includes(seat) ? ORDER.indexOf(seat) : ORDER.length);
  return [...found].toSorted((left, right) => rank(left) - rank(right));
}

function message(options: { event: RecordedEvent; seats: readonly string[] }): Markup {
  const { event } = options;
  const panel = messagePanel(event);
  const line = html`<span class="when" title="event ${event.seq}, ${event.at} ms after the case began">${event.seq}<small>${event.at < 10 ? event.at.toFixed(1) : Math.round(event.at)} ms</small></span><span class="track">${drawing(options)}</span>`;
  const kind = event.kind.replaceAll(/[^a-z]/g, "-");
  return panel === undefined ? html`<div class="message k-${kind}" data-seq="${event.seq}"><div class="line">${line}</div></div>` : html`<details class="message k-${kind}" data-seq="${event.seq}"><summary class="line">${line}</summary>${panel}</details>`;
}

function drawing(options: { event: RecordedEvent; seats: readonly string[] }): Markup {
  const { event, seats } = options;
  const from = seats.indexOf(event.from);
  const to = seats.indexOf(event.to);
  if (event.from === event.to) {
    const side = from < 0 ? "across" : from === 0 ? "first" : from === seats.length - 1 ? "last" : "";
    return html`<span class="note ${side}" style="--lane:${Math.max(0, from)}"><span>${event.title}</span></span>`;
  }
  const left = Math.min(from, to);
  const envelopes = Object.keys(event.decoded ?? {}).filter((name) => !["body", "params", "result", "error"].includes(name));
  return html`<span class="arrow ${to > from ? "rightward" : "leftward"}" style="--left:${left};--span:${Math.abs(to - from)}">${envelopes.map((name) => html`<span class="envelope">${name}</span>`)}<span class="name">${title(event)}</span></span>`;
}

function title(event: RecordedEvent): Markup {
  if (event.kind === "http.response") return html`<b class="status status-${/^[1-5]/.exec(event.title)?.[0] ?? "0"}${event.title === "402" ? " status-402" : ""}">${event.title}</b> ${REASONS.get(event.title)}`;
  const [first = "", ...rest] = event.title.split(" ");
  return event.kind === "http.request" ? html`<b>${first}</b> ${rest.join(" ")}` : html`${event.title}`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["200", "OK"],
  ["201", "Created"],
  ["204", "No Content"],
  ["301", "Moved Permanently"],
  ["302", "Found"],
  ["304", "Not Modified"],
  ["307", "Temporary Redirect"],
  ["308", "Permanent Redirect"],
  ["400", "Bad Request"],
  ["401", "Unauthorized"],
  ["402", "Payment Required"],
  ["403", "Forbidden"],
  ["404", "Not Found"],
  ["405", "Method Not Allowed"],
  ["409", "Conflict"],
  ["412", "Precondition Failed"],
  ["413", "Content Too Large"],
  ["422", "Unprocessable Content"],
  ["429", "Too Many Requests"],
  ["500", "Internal Server Error"],
  ["502", "Bad Gateway"],
  ["503", "Service Unavailable"],
  ["504", "Gateway Timeout"],
]);
