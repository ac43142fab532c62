import { addressOf, bytesOf, chainIdOf, digestOf, hashOf, must, objectOf, sameBytes, structHash, uintOf, word } from "./_evm.ts";
import type { Json } from "./_evm.ts";
import { mustBeSigned } from "./_payer.ts";

type Scheme = "exact" | "upto";

const PERMIT2 = addressOf("0x000000000022D473030F116dDEE9F6B43aC78BA3", "Permit2");
const PROXY = { exact: addressOf("0x402085c248EeA27D92E8b30b2C58ed07f9E20001", "proxy"), upto: addressOf("0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002", "proxy") };
const TOKEN_PERMISSIONS = "TokenPermissions(address token,uint256 amount)";
const WITNESS = { exact: "Witness(address to,uint256 validAfter)", upto: "Witness(address to,address facilitator,uint256 validAfter)" };

export type Permit = {
  readonly from: Uint8Array;
  readonly token: Uint8Array;
  readonly amount: bigint;
  readonly spender: Uint8Array;
  readonly nonce: bigint;
  readonly deadline: bigint;
  readonly to: Uint8Array;
  /** Of upto only. */
  readonly facilitator: Uint8Array | undefined;
  readonly validAfter: bigint;
};

/** A nonce is taken in decimal and in hex: the text's examples have both. */
const nonceOf = (value: unknown): bigint => (typeof value === "string" && /^0x[0-9a-fA-F]{1,64}$/.test(value) ? BigInt(value) : uintOf(value, "nonce"));

/** @throws RangeError naming the member that has not the right form */
export const readPermit = (scheme: Scheme, value: unknown): Permit => {
  const authorization = objectOf(value, "permit2Authorization");
  const [permitted, witness] = [objectOf(authorization["permitted"], "permitted"), objectOf(authorization["witness"], "witness")];
  return {
    from: addressOf(authorization["from"], "from"),
    token: addressOf(permitted["token"], "token"),
    amount: uintOf(permitted["amount"], "amount"),
    spender: addressOf(authorization["spender"], "spender"),
    nonce: nonceOf(authorization["nonce"]),
    deadline: uintOf(authorization["deadline"], "deadline"),
    to: addressOf(witness["to"], "to"),
    facilitator: scheme === "upto" ? addressOf(witness["facilitator"], "facilitator") : undefined,
    validAfter: uintOf(witness["validAfter"], "validAfter"),
  };
};

/** Domain separator and digest of the permit with the scheme's witness. */
export const permitHashes = (scheme: Scheme, network: unknown, permit: Permit): { domainSeparator: Uint8Array; digest: Uint8Array } => {
  const domainSeparator = structHash("EIP712Domain(string name,uint256 chainId,address verifyingContract)", hashOf("Permit2"), word(chainIdOf(network)), word(PERMIT2));
  const { token, amount, spender, nonce, deadline, to, facilitator, validAfter } = permit;
  const witness = structHash(WITNESS[scheme], word(to), ...(facilitator === undefined ? [] : [word(facilitator)]), word(validAfter));
  const type = `PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Witness witness)${TOKEN_PERMISSIONS}${WITNESS[scheme]}`;
  const struct = structHash(type, structHash(TOKEN_PERMISSIONS, word(token), word(amount)), word(spender), word(nonce), word(deadline), witness);
  return { domainSeparator, digest: digestOf(domainSeparator, struct) };
};

const mustBeUnused = ({ from, nonce }: Permit, state: Json): void => {
  for (const entry of state["nonceBitmap"] as readonly Json[]) {
    if (!sameBytes(addressOf(entry["owner"], "owner"), from) || uintOf(entry["word"], "word") !== nonce >> 8n) continue;
    const bits = BigInt(`0x${Buffer.from(bytesOf(entry["bits"], "bits", 32)).toString("hex")}`);
    must(((bits >> (nonce & 255n)) & 1n) === 0n, "the nonce was used");
  }
};

/**
 * What exact and upto have in common.
 *
 * @param options.moved how much is to be moved, given the permitted amount and the required one
 * @throws RangeError with the first reason against the payment
 */
export const mustBePayable = (scheme: Scheme, input: Json, moved: (permitted: bigint, required: bigint) => bigint): Permit => {
  const [requirements, payload, state] = [objectOf(input["requirements"], "requirements"), objectOf(input["payload"], "payload"), objectOf(input["state"], "state")];
  must(requirements["scheme"] === scheme, `the scheme is not ${scheme}`);
  const permit = readPermit(scheme, payload["permit2Authorization"]);
  must(sameBytes(permit.spender, PROXY[scheme]), "the spender is not the proxy");
  must(sameBytes(permit.token, addressOf(requirements["asset"], "asset")), "another token is permitted");
  must(sameBytes(permit.to, addressOf(requirements["payTo"], "payTo")), "the witness does not pay payTo");
  const amount = moved(permit.amount, uintOf(requirements["amount"], "amount"));
  const now = BigInt(state["now"] as number);
  must(permit.validAfter <= now, "not valid yet");
  must(now <= permit.deadline, "the deadline has passed");
  must(state["tokenExists"] === true, "there is no token");
  must(uintOf(state["balance"], "balance") >= amount, "the payer cannot pay");
  must(uintOf(state["allowance"], "allowance") >= amount, "Permit2 may not move so much");
  mustBeUnused(permit, state);
  mustBeSigned({ digest: permitHashes(scheme, requirements["network"], permit).digest, signature: payload["signature"], payer: permit.from, state });
  return permit;
};
