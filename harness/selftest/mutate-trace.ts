import { recordBody } from "../trace/body.ts";
import type { HeaderFields, RecordedBody, TraceEvent } from "../trace/events.ts";
import { pathOf } from "../trace/trace.ts";
import { type FieldMutation, MESSAGES } from "./field-mutations.ts";
import { mutateJson } from "./mutate-json.ts";

/**
 * The recording of a target that sent one field wrong: the clean recording with that field bent
 * wherever the target sent the message. Driving is not judging, so no new run is needed.
 *
 * @returns the same array when the mutation fits nothing in it
 */
export function mutateTrace(options: { events: readonly TraceEvent[]; mutation: FieldMutation }): readonly TraceEvent[] {
  const { events, mutation } = options;
  const { place, role } = MESSAGES[mutation.message];
  const targets = new Map(events.flatMap((event) => (event.kind === "http.request" ? [[event.exchange, event.target] as const] : [])));
  let changed = false;
  const bend = (text: string): string => {
    const bent = mutateJson({ text, mutation });
    changed ||= bent.changed;
    return bent.text;
  };
  const mutated = events.map((event): TraceEvent => {
    if ((event.kind !== "http.request" && event.kind !== "http.response") || event.from !== role || event.kind !== `http.${place.kind}`) return event;
    // What is signed breaks its signature with every field: that would tell of the signature and not of the field.
    if (event.headers.some(([name]) => SIGNATURE.test(name))) return event;
    if ("header" in place) return { ...event, headers: bendHeaders({ headers: event.headers, name: place.header, bend }) };
    return pathOf(targets.get(event.exchange) ?? "").endsWith(place.path) ? { ...event, body: bendBody({ body: event.body, bend }) } : event;
  });
  return changed ? mutated : events;
}

/** RFC 9421. */
const SIGNATURE = /^signature(?:-input)?$/i;

function bendHeaders(options: { headers: HeaderFields; name: string; bend: (text: string) => string }): HeaderFields {
  return options.headers.map(([name, value]): readonly [string, string] => {
    if (name.toLowerCase() !== options.name) return [name, value];
    const text = Buffer.from(value, "base64").toString("utf8");
    const bent = options.bend(text);
    return [name, bent === text ? value : Buffer.from(bent, "utf8").toString("base64")];
  });
}

function bendBody(options: { body: RecordedBody; bend: (text: string) => string }): RecordedBody {
  const { text } = options.body;
  return text === undefined || options.body.truncated ? options.body : recordBody({ bytes: Buffer.from(options.bend(text), "utf8") });
}
