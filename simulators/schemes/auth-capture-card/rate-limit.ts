/**
 * 8.2: authorizations are limited in rate by the card's fingerprint. The text gives no figure; this one stops floods
 * and no buyer. By address as well, it says: that of the payer does not reach a facilitator, which sees servers.
 */
const PER_MINUTE = 600;
const MINUTE = 60_000;

/** In memory: a restart lets at most one more minute's worth through. */
export function createRateLimit(options: { now: () => number }): { allows(fingerprint: string): boolean } {
  let windows = new Map<string, number>();
  let began = options.now();
  return {
    allows(fingerprint) {
      const now = options.now();
      if (now - began >= MINUTE) [windows, began] = [new Map(), now];
      const count = (windows.get(fingerprint) ?? 0) + 1;
      windows.set(fingerprint, count);
      return count <= PER_MINUTE;
    },
  };
}
