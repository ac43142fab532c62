import { type Dispatcher, request as undiciRequest } from "undici";

/**
 * One HTTP exchange without the comforts of `fetch`: no redirects, header names and repeats as they
 * stood on the wire, a bounded body.
 */
export type HttpFetch = (request: HttpRequest) => Promise<HttpResponse>;

/** Header fields in wire order, names as they were written. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderFields;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
  /** Largest response body. Default: the fetch's own. */
  readonly responseBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** A peer sent more than a reader was ready to hold. */
export class ResponseTooLargeError extends Error {
  override readonly name = "ResponseTooLargeError";
}

/** All values of a header, names compared without case (RFC 9110 §5.1). */
export function fieldValues(options: { headers: HeaderFields; name: string }): string[] {
  const wanted = options.name.toLowerCase();
  return options.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/**
 * The real thing, over undici.
 *
 * @param options.bodyBytes largest response body, default 16 MiB
 * @returns a fetch that rejects with the transport's error, or with `ResponseTooLargeError`
 */
export function createHttpFetch(options: { bodyBytes?: number; dispatcher?: Dispatcher } = {}): HttpFetch {
  return async ({ method, url, headers, body, signal, responseBytes }) => {
    const limit = responseBytes ?? options.bodyBytes ?? 16 * 1024 * 1024;
    const { statusCode, headers: raw, body: stream } = await undiciRequest(url, {
      method: method as Dispatcher.HttpMethod,
      headers: headers.flat(),
      responseHeaders: "raw",
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
      ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
    });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      // Leaving the loop destroys the stream and with it the connection.
      if (bytes > limit) throw new ResponseTooLargeError(`the response to ${method} ${url} is larger than ${limit} bytes`);
      chunks.push(chunk);
    }
    return { status: statusCode, headers: fieldPairs(raw as unknown as readonly string[]), body: Buffer.concat(chunks) };
  };
}

function fieldPairs(raw: readonly string[]): HeaderFields {
  const fields: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) fields.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return fields;
}
