import { decodeFunctionData, erc20Abi, parseTransaction, recoverTransactionAddress, serializeTransaction } from "viem";
import type { Hex, TransactionSerialized } from "viem";
import type { Verifier } from "../verifier.ts";
import { address, answer, chainId, check, hex, members, Refusal, uint } from "./_read.ts";

const PERMIT2 = "0x000000000022d473030f116ddee9f6b43ac78ba3";
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

type Parsed = ReturnType<typeof parseTransaction>;

/** viem's reading, which must be the only way to write the transaction. */
const parsed = (raw: Hex): Parsed => {
  try {
    const transaction: Parsed = parseTransaction(raw);
    const { r, s, yParity, v, ...unsigned } = transaction as Parsed & { r?: Hex; s?: Hex; yParity?: number; v?: bigint };
    check(r !== undefined && s !== undefined, "not signed");
    check(BigInt(s) <= HALF_ORDER, "s is in the upper half");
    const again = serializeTransaction(unsigned as Parameters<typeof serializeTransaction>[0], { r, s, ...(yParity === undefined ? {} : { yParity }), ...(v === undefined ? {} : { v }) } as Parameters<typeof serializeTransaction>[1]);
    check(again === raw, "not the form that nodes take");
    return transaction;
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("no transaction");
  }
};

/** Who signed; a signature that nobody can have made refuses the transaction. */
const signerOf = async (serializedTransaction: TransactionSerialized): Promise<string> => {
  try {
    return address(await recoverTransactionAddress({ serializedTransaction }));
  } catch {
    throw new Refusal("nobody signed");
  }
};

const approval = (data: Hex): { spender: string; amount: bigint } => {
  try {
    const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data });
    check(functionName === "approve", `calls ${functionName}`);
    return { spender: address(args[0]), amount: args[1] };
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("calls something else");
  }
};

/** Answers `erc20-approval.verify`, for older kinds of transactions too. */
export const verifier: Verifier = ({ input }) =>
  answer(async () => {
    const [requirements, authorization, info, state] = [members(input["requirements"]), members(input["permit2Authorization"]), members(input["info"]), members(input["state"])];
    const from = address(info["from"]);
    check(from === address(authorization["from"]) && address(info["asset"]) === address(requirements["asset"]), "not for this payment");
    const raw = hex(info["signedTransaction"]) as TransactionSerialized;
    const transaction = parsed(raw);
    check((await signerOf(raw)) === from, "signed by somebody else");
    check(transaction.to?.toLowerCase() === address(info["asset"]), "calls another contract");
    const { spender, amount } = approval(transaction.data ?? "0x");
    check(spender === PERMIT2 && address(info["spender"]) === PERMIT2, "another spender");
    check(amount === uint(info["amount"]) && amount >= uint(members(authorization["permitted"])["amount"]), "another amount, or too little");
    check(BigInt(transaction.chainId ?? -1) === chainId(requirements["network"]) && (transaction.nonce ?? 0) === state["nonce"], "another chain or nonce");
    const most = transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n;
    check(most >= uint(state["baseFeePerGas"]) && (transaction.maxPriorityFeePerGas ?? 0n) <= most, "fees no block takes");
    check((transaction.gas ?? 0n) > 22_000n, "gas that does not pay for the call");
  });
