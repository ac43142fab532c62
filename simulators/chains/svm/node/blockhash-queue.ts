/** The recent blockhashes: a transaction that names none of them is too old, or from elsewhere. */

export interface BlockhashQueue {
  /** Puts the hash of a new block in, and lets go of those that are too old. */
  add(hash: string, blockHeight: bigint): void;
  /** Whether a transaction may still name it. @param height of the block that is asked: it does not know the hashes of later ones. Default: the newest */
  has(hash: string, height?: bigint): boolean;
  /** The last height at which a block may hold a transaction that names it; undefined for an unknown hash. */
  lastValidBlockHeight(hash: string): bigint | undefined;
  /** Takes one out before its time. @returns whether it was there */
  expire(hash: string): boolean;
  /** Told of every hash that leaves. */
  onExpired(told: (hash: string) => void): void;
}

/** Blocks for which a hash stays valid after its own (Agave's MAX_PROCESSING_AGE). */
export const maxAge = 150n;

export function createBlockhashQueue(): BlockhashQueue {
  const heights = new Map<string, bigint>();
  const listeners: ((hash: string) => void)[] = [];
  const expire = (hash: string): boolean => {
    if (!heights.delete(hash)) return false;
    for (const told of listeners) told(hash);
    return true;
  };
  return {
    add(hash, blockHeight) {
      heights.set(hash, blockHeight);
      // In the order they came, so the old ones stand first.
      for (const [old, height] of heights) {
        if (blockHeight - height <= maxAge) break;
        expire(old);
      }
    },
    has(hash, height) {
      const own = heights.get(hash);
      return own !== undefined && (height === undefined || own <= height);
    },
    lastValidBlockHeight(hash) {
      const height = heights.get(hash);
      return height === undefined ? undefined : height + maxAge;
    },
    expire,
    onExpired: (told) => void listeners.push(told),
  };
}
