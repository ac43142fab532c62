/** Reading what a peer answers without letting it choose how much memory or time that takes. */

export class ReplyTooLargeError extends Error {
  override readonly name = "ReplyTooLargeError";
}

/**
 * The whole body of a response.
 *
 * @param options.limit bytes
 * @throws ReplyTooLargeError as soon as more bytes arrive; the connection is cut
 */
export async function readBounded(options: { response: Response; limit: number }): Promise<Uint8Array> {
  const { response, limit } = options;
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    bytes += value.byteLength;
    if (bytes > limit) {
      await reader.cancel().catch(() => undefined);
      throw new ReplyTooLargeError(`the reply is larger than ${limit} bytes`);
    }
    chunks.push(value);
  }
}
