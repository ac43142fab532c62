/** Addresses of EVM have no letter case that counts; those of other networks do. */
export const sameOnNetwork = (network: unknown, left: unknown, right: unknown): boolean => {
  if (typeof left !== "string" || typeof right !== "string") return false;
  return left === right || (String(network).startsWith("eip155:") && /^0x[0-9a-f]+$/i.test(left) && left.toLowerCase() === right.toLowerCase());
};
