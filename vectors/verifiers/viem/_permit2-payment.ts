import { hexToBigInt } from "viem";
import { hashesOf, permitOf } from "./_permit2.ts";
import type { Permit, Scheme } from "./_permit2.ts";
import { address, check, hex, members, uint } from "./_read.ts";
import type { Members } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

const PROXIES = { exact: "0x402085c248eea27d92e8b30b2c58ed07f9e20001", upto: "0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002" };

/** How much is moved, and whether the permit covers that; exact moves whatever is permitted. */
const amountToMove = ({ scheme, message }: Permit, amount: bigint, phase: unknown): bigint => {
  const { amount: most } = message.permitted;
  if (scheme === "exact") check(most >= amount, "the permit does not cover the amount");
  else if (phase === "settle") check(amount <= most, "more than was permitted");
  else check(amount === most, "not the permitted maximum");
  return scheme === "exact" ? most : amount;
};

const checkNonce = ({ from, message: { nonce } }: Permit, bitmap: unknown): void => {
  const words = Array.isArray(bitmap) ? bitmap.map(members) : [];
  const word = words.find((entry) => address(entry["owner"]) === from && uint(entry["word"]) === nonce / 256n);
  if (word === undefined) return;
  const used = (hexToBigInt(hex(word["bits"], 64)) & (2n ** (nonce % 256n))) !== 0n;
  check(!used, "nonce used");
};

/** Checks a payment in the order of the text. @throws Refusal */
export const checkPayment = async (scheme: Scheme, question: { shared: Members; input: Members }): Promise<void> => {
  const { shared, input } = question;
  const [requirements, payload, state] = [members(input["requirements"]), members(input["payload"]), members(input["state"])];
  check(requirements["scheme"] === scheme, `not ${scheme}`);
  const read = permitOf(scheme, payload["permit2Authorization"]);
  await checkSigner({ hash: hashesOf(read, requirements["network"]).digest, signature: payload["signature"], signer: read.from, state });
  const moved = amountToMove(read, uint(requirements["amount"]), shared["phase"]);
  check(uint(state["allowance"]) >= moved, "allowance required");
  check(uint(state["balance"]) >= moved, "balance too low");
  const now = BigInt(Number(state["now"]));
  check(now <= read.message.deadline, "deadline passed");
  check(now >= read.message.witness.validAfter, "not active yet");
  check(read.message.permitted.token === address(requirements["asset"]) && state["tokenExists"] === true, "another token, or none");
  check(read.message.spender === PROXIES[scheme], "another spender");
  check(read.message.witness.to === address(requirements["payTo"]), "another recipient");
  if (read.scheme === "upto") check(read.message.witness.facilitator === address(shared["facilitator"]), "another facilitator");
  checkNonce(read, state["nonceBitmap"]);
};
