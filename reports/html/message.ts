import type { RecordedEvent } from "../results.ts";
import { html, type Markup } from "./markup.ts";

/** What a message carried: the x402 headers decoded, the body, and every header as it was on the wire. */
export function messagePanel(event: RecordedEvent): Markup | undefined {
  const { headers = [], decoded = {}, body } = event;
  const { body: json, ...envelopes } = decoded;
  const blocks = [
    ...Object.entries(envelopes).map(([name, text]) => block({ title: event.kind.startsWith("http.") ? `${name}, decoded` : name, body: jsonMarkup(text) })),
    ...(json !== undefined ? [block({ title: "Body, as JSON", body: jsonMarkup(json) })] : body !== undefined ? [block({ title: "Body", body: html`${body}` })] : []),
    ...(headers.length === 0 ? [] : [html`<div class="block"><span class="label">Headers</span><table class="headers"><tbody>${headers.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table></div>`]),
    ...(json !== undefined && body !== undefined ? [html`<details class="plain block"><summary>Body, as sent</summary><pre>${body}</pre></details>`] : []),
  ];
  return blocks.length === 0 ? undefined : html`<div class="panel">${blocks}</div>`;
}

function block(options: { title: string; body: Markup }): Markup {
  return html`<div class="block"><span class="label">${options.title}</span><pre>${options.body}</pre></div>`;
}

/** JSON with its member names set off. Each piece is escaped by itself, so no text can end an element. */
function jsonMarkup(text: string): Markup {
  const pieces = text.split(/("[^"\\\n]*(?:\\.[^"\\\n]*)*")(?=\s*:)/);
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<b>${piece}</b>` : piece))}`;
}
