/**
 * Where the provider is reached by whoever asks. Between the two may stand a proxy, with the API below a path of its
 * own: URLs in answers have to lead through it as well. It says so by `X-Forwarded-Prefix`, with `X-Forwarded-Host` and
 * `X-Forwarded-Proto` or else the Host and scheme of the request.
 */
export function forwardedBase(request: Request): string | undefined {
  const { headers, url } = request;
  const prefix = headers.get("x-forwarded-prefix");
  const forwardedHost = headers.get("x-forwarded-host");
  if (prefix === null && forwardedHost === null) return undefined;
  const path = prefix ?? "";
  const protocol = headers.get("x-forwarded-proto") ?? new URL(url).protocol.replace(":", "");
  const host = forwardedHost ?? headers.get("host") ?? new URL(url).host;
  // Anybody may send these: what is no plain place is not followed.
  if (!/^(?:\/[\w.~%-]{1,128}){0,16}\/?$/.test(path) || !/^https?$/.test(protocol) || !/^[\w.-]{1,253}(?::\d{1,5})?$/.test(host)) return undefined;
  return `${protocol}://${host}${path.replace(/\/$/, "")}`;
}

/**
 * An answer with its URLs below another base. Done on the way out: answers are kept for their Idempotency-Key, and one
 * and the same answer may be fetched through a proxy and without.
 */
export function rebased(options: { readonly body: string; readonly from: string; readonly to: string | undefined }): string {
  const { body, from, to } = options;
  return to === undefined ? body : body.replaceAll(`"${from}/challenges/`, () => `"${to}/challenges/`);
}
