import { bytesOf, hexOf, isSignedBy, must, numberOf, objectOf, sameBytes } from "./_evm.ts";
import type { Json } from "./_evm.ts";

/** ERC-6492: 32 bytes behind the wrapping of a signature whose contract is not deployed. */
const WRAPPED = new Uint8Array(32).map((_, index) => (index % 2 === 0 ? 0x64 : 0x92));
const MAGIC = bytesOf(`0x1626ba7e${"00".repeat(28)}`, "magic");

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map((entry) => objectOf(entry, "entry")) : []);

/** Whether a contract with these answers vouches for the signature, by ERC-1271. */
const vouches = (answers: unknown, digest: Uint8Array, signature: Uint8Array): boolean =>
  listOf(answers).some((answer) => {
    if (answer["returns"] === "revert") return false;
    const asked = sameBytes(bytesOf(answer["hash"], "hash"), digest) && sameBytes(bytesOf(answer["signature"], "signature"), signature);
    return asked && sameBytes(bytesOf(answer["returns"], "returns"), MAGIC);
  });

type Unwrapped = { readonly factory: Uint8Array; readonly calldata: Uint8Array; readonly signature: Uint8Array };

/** abi.decode(bytes, (address, bytes, bytes)), strictly within bounds; undefined where it fails. */
const unwrapped = (signature: Uint8Array): Unwrapped | undefined => {
  const body = signature.subarray(0, -32);
  if (body.length < 96 || !sameBytes(signature.subarray(-32), WRAPPED)) return undefined;
  const bytesAt = (head: number): Uint8Array | undefined => {
    const offset = numberOf(body.subarray(head, head + 32));
    if (offset + 32n > BigInt(body.length)) return undefined;
    const length = numberOf(body.subarray(Number(offset), Number(offset) + 32));
    return offset + 32n + length > BigInt(body.length) ? undefined : body.subarray(Number(offset) + 32, Number(offset + length) + 32);
  };
  const [calldata, inner] = [bytesAt(32), bytesAt(64)];
  return calldata === undefined || inner === undefined ? undefined : { factory: body.subarray(12, 32), calldata, signature: inner };
};

/**
 * Whether the payer signed, as a contract that follows ERC-1271 and ERC-6492 finds out.
 *
 * @param options.keyOnly the contract asks no other contract
 * @throws RangeError when the payer did not sign
 */
export const mustBeSigned = (options: { digest: Uint8Array; signature: unknown; payer: Uint8Array; state: Json; keyOnly?: boolean }): void => {
  const { digest, payer, state, keyOnly = false } = options;
  const signature = bytesOf(options.signature, "signature");
  const bare = keyOnly ? undefined : unwrapped(signature);
  if (!keyOnly && state["code"] !== undefined) {
    const answers = objectOf(state["code"], "code")["answers"];
    must(vouches(answers, digest, bare?.signature ?? signature), "the payer's contract does not vouch for the signature");
    return;
  }
  if (bare !== undefined) {
    const deployed = listOf(state["deployments"]).find(({ factory, calldata }) => sameBytes(bytesOf(factory, "factory"), bare.factory) && sameBytes(bytesOf(calldata, "calldata"), bare.calldata));
    must(deployed !== undefined && hexOf(bytesOf(deployed["address"], "address")) === hexOf(payer), "the wrapping deploys no contract at the payer's address");
    must(vouches(deployed["answers"], digest, bare.signature), "the contract to be deployed does not vouch for the signature");
    return;
  }
  must(isSignedBy(digest, signature, payer), "the signature is not the payer's");
};
