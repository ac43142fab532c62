/** A request and a response as the server sees them, free of any HTTP library. */

/** Header fields in wire order, names as they were written. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

export interface ServerRequest {
  readonly method: string;
  /** Request target as it stood on the wire: origin form or absolute form. */
  readonly target: string;
  /** Authority of the listener, e.g. `127.0.0.1:4021`; used where the request names none. */
  readonly authority: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

export interface ServerResponse {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** All values of a header, names compared without case (RFC 9110 §5.1). */
export function headerValues(options: { headers: HeaderFields; name: string }): string[] {
  const wanted = options.name.toLowerCase();
  return options.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** A JSON answer. Bodies carry no protocol information: transports-v2/http.md, Response Body. */
export function jsonResponse(options: { status: number; headers?: HeaderFields; body?: unknown }): ServerResponse {
  return {
    status: options.status,
    headers: [["Content-Type", "application/json; charset=utf-8"], ...(options.headers ?? [])],
    body: Buffer.from(JSON.stringify(options.body ?? {}), "utf8"),
  };
}

export function withHeaders(options: { response: ServerResponse; headers: HeaderFields }): ServerResponse {
  return { ...options.response, headers: [...options.response.headers, ...options.headers] };
}
