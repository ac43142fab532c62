import { pathOf } from "../trace/trace.ts";
import type { Tamper, WireMessage } from "../world/tamper.ts";
import { type FieldMutation, MESSAGES } from "./field-mutations.ts";
import { mutateJson } from "./mutate-json.ts";

/** Bends one field wherever the target sends that message. */
export function fieldTamper(options: { mutation: FieldMutation; onChange: () => void }): Tamper {
  const { mutation, onChange } = options;
  const { place } = MESSAGES[mutation.message];
  const bend = (text: string): string => {
    const { text: bent, changed } = mutateJson({ text, mutation });
    if (changed) onChange();
    return bent;
  };
  return (message) => {
    if (message.kind !== place.kind) return message;
    if ("header" in place) return { ...message, headers: message.headers.map(([name, value]): readonly [string, string] => (name.toLowerCase() === place.header ? [name, bendHeader({ value, bend })] : [name, value])) };
    return pathOf(message.target).endsWith(place.path) ? withBody({ message, body: bend(Buffer.from(message.body).toString("utf8")) }) : message;
  };
}

function bendHeader(options: { value: string; bend: (text: string) => string }): string {
  return Buffer.from(options.bend(Buffer.from(options.value, "base64").toString("utf8")), "utf8").toString("base64");
}

function withBody(options: { message: WireMessage; body: string }): WireMessage {
  const body = Buffer.from(options.body, "utf8");
  return { ...options.message, body, headers: options.message.headers.map(([name, value]): readonly [string, string] => (name.toLowerCase() === "content-length" ? [name, String(body.byteLength)] : [name, value])) };
}
