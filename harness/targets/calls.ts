import { DriverError, quoted } from "./errors.ts";

/** Requests under way, matched with their replies by id, whatever their order. */
export interface Calls {
  /**
   * @param options.send gets the id, hands the message over
   * @param options.seconds until `late` is the failure
   * @throws DriverError `aborted` when `signal` is, or whatever `failAll` was given
   */
  call(options: { send: (id: number) => void; seconds: number; late: () => DriverError; signal?: AbortSignal | undefined }): Promise<unknown>;
  /** @throws DriverError `protocol` when nobody waits for this reply */
  settle(reply: { id: number; ok: true; result: unknown } | { id: number; ok: false; error: { code: string; message: string } }): void;
  /** One request fails with this, if it is still under way. */
  fail(options: { id: number; error: DriverError }): void;
  /** Every request under way and every later one fails with this. The first call counts. */
  failAll(error: DriverError): void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export function createCalls(options: { name: string }): Calls {
  const pending = new Map<number, Pending>();
  /** Given up by us: their replies may still come and mean nothing. */
  const abandoned = new Set<number>();
  let next = 1;
  let broken: DriverError | undefined;

  return {
    async call({ send, seconds, late, signal }) {
      if (broken !== undefined) throw broken;
      const id = next;
      next += 1;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const giveUp = (error: Error): void => {
        if (pending.delete(id)) abandoned.add(id);
        reject(error);
      };
      const onAbort = (): void => giveUp(aborted());
      const timer = setTimeout(() => giveUp(late()), seconds * 1000);
      pending.set(id, { resolve, reject });
      try {
        if (signal?.aborted === true) onAbort();
        else {
          signal?.addEventListener("abort", onAbort, { once: true });
          send(id);
        }
        return await promise;
      } finally {
        pending.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      }
    },
    settle(reply) {
      const waiting = pending.get(reply.id);
      if (waiting === undefined) {
        if (abandoned.delete(reply.id)) return;
        throw new DriverError({ code: "protocol", what: `The target ${options.name} answered request ${reply.id} that was not asked, or answered twice`, expected: "one reply per request, with its id", next: "See harness/targets/PROTOCOL.md." });
      }
      pending.delete(reply.id);
      if (reply.ok) waiting.resolve(reply.result);
      else waiting.reject(refused({ name: options.name, error: reply.error }));
    },
    fail({ id, error }) {
      pending.get(id)?.reject(error);
      pending.delete(id);
      abandoned.delete(id);
    },
    failAll(error) {
      broken ??= error;
      for (const { reject } of pending.values()) reject(broken);
      pending.clear();
    },
  };
}

/** The target's own `ok: false`. */
export function refused(options: { name: string; error: { code: string; message: string } }): DriverError {
  const { code, message } = options.error;
  return new DriverError({ code: code === "unsupported" ? "unsupported" : "failed", what: `The target ${options.name} ${code === "unsupported" ? "does not support this" : "failed"}, it says ${quoted(message, 600)}` });
}

export function aborted(): DriverError {
  return new DriverError({ code: "aborted", what: "The run was stopped" });
}
