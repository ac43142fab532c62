import { parseTransaction, recoverTransactionAddress, serializeTransaction } from "viem";

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Whether transactions would be mined one behind the other and succeed, as a node that simulates bundles says.
 *
 * @param options.transactions signed ones as hex, and the facilitator's own calls as { to, data }
 * @param options.state `nonce` of whoever signed, `baseFeePerGas`
 */
export const simulateBundle = async ({ chain, transactions, chainId, state }) => {
  const { call } = chain.begin();
  for (const transaction of transactions) {
    if (typeof transaction !== "string") {
      await call(transaction.to, transaction.data, chain.signer.getAddresses()[0]);
      continue;
    }
    const { from, to, data } = await mined(transaction, { chainId, state });
    await call(to, data ?? "0x", from);
  }
  return true;
};

/** Takes a raw transaction as a node's pool does. */
const mined = async (raw, { chainId, state }) => {
  const parsed = parseTransaction(raw);
  const { r, s, v, yParity, ...unsigned } = parsed;
  const refuse = (holds, reason) => {
    if (!holds) throw new Error(`the node refuses it: ${reason}`);
  };
  refuse(serializeTransaction(unsigned, { r, s, v, yParity }).toLowerCase() === raw.toLowerCase(), "not canonical RLP");
  refuse(BigInt(s) <= HALF_ORDER, "high s");
  refuse(parsed.chainId === undefined || BigInt(parsed.chainId) === chainId, "another chain");
  refuse((parsed.nonce ?? 0) === state.nonce, "nonce");
  const fee = parsed.maxFeePerGas ?? parsed.gasPrice ?? 0n;
  refuse(fee >= BigInt(state.baseFeePerGas) && fee >= (parsed.maxPriorityFeePerGas ?? 0n), "fee");
  refuse((parsed.gas ?? 0n) >= intrinsicGas(parsed.data ?? "0x"), "gas");
  refuse((parsed.value ?? 0n) === 0n, "approve takes no ether");
  return { from: await recoverTransactionAddress({ serializedTransaction: raw }), to: parsed.to, data: parsed.data };
};

/** What a transaction pays before it runs (EIP-2028). */
const intrinsicGas = (data) => Buffer.from(data.slice(2), "hex").reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 21_000n);
