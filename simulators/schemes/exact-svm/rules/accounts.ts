import { associatedTokenAddress } from "../../../chains/svm/wire/index.ts";
import { tokenOwner } from "../chain-accounts.ts";
import { type ChainRule, isolatedAddresses } from "./rule.ts";

/** Rules 2 and 5: the source is there and is not ours, whoever may spend from it, and the destination is there. */
export const accounts: ChainRule = (input) => {
  const { reading, inspection, payment } = input;
  const { transfer, instructions } = inspection;
  if (transfer === undefined) return [];
  const isolated = isolatedAddresses(input);
  const ours = isolated.has(tokenOwner(reading.source) ?? "") && !isolated.has(transfer.authority);
  // Another destination than the right one has been told by the transfer rule.
  const right = transfer.destination === associatedTokenAddress({ owner: payment.required.payTo, mint: payment.required.asset, tokenProgram: transfer.tokenProgram });
  const created = instructions.some(({ kind }) => kind === "create-account");
  return [
    ...(ours ? (["fee-payer-source"] as const) : []),
    ...(reading.source === undefined ? (["source-missing"] as const) : []),
    ...(reading.destination === undefined && right && !created ? (["destination-missing"] as const) : []),
  ];
};
