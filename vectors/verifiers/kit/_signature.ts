import { getAddressEncoder, getPublicKeyFromAddress, verifySignature } from "@solana/kit";
import type { Address, SignatureBytes } from "@solana/kit";

/** Points of small order by their encoding without the sign: with such a key one signature fits every message, and validators refuse it. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

const isSmallOrder = (encoding: ArrayLike<number>): boolean => {
  const bytes = Array.from(encoding);
  return SMALL_ORDER.has(bytes.map((byte, index) => (index === 31 ? byte & 127 : byte).toString(16).padStart(2, "0")).join(""));
};

/** Whether a signature is valid the way validators ask: WebCrypto's check, and neither key nor R of small order. */
export const isSignedBy = async (options: { address: Address; signature: SignatureBytes; message: Uint8Array }): Promise<boolean> => {
  const { address, signature, message } = options;
  if (isSmallOrder(getAddressEncoder().encode(address)) || isSmallOrder(signature.subarray(0, 32))) return false;
  return await verifySignature(await getPublicKeyFromAddress(address), signature, message);
};
