import type { HeaderFields } from "./events.ts";

/** All values of a header, names compared without case (RFC 9110 §5.1). */
export function headerValues(options: { headers: HeaderFields; name: string }): string[] {
  const wanted = options.name.toLowerCase();
  return options.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of a header, or `undefined`. */
export function headerValue(options: { headers: HeaderFields; name: string }): string | undefined {
  return headerValues(options)[0];
}
