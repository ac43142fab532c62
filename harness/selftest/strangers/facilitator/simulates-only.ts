import type { IncomingMessage, ServerResponse } from "node:http";
import { BaseError, ContractFunctionRevertedError, ContractFunctionZeroDataError, createPublicClient, encodeFunctionData, erc20Abi, type Hex, http, isAddress, isHex, keccak256, maxUint256, parseAbi, type PublicClient, recoverTypedDataAddress, RpcRequestError } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { FacilitatorConfig } from "../../../targets/protocol.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";
import { httpRole } from "../../http-role.ts";
import { bodyOf } from "../body-of.ts";
import { TRANSFER_TYPES } from "../transfer-types.ts";

/**
 * A facilitator that asks the chain one question, whether the transfer would go through, and calls every
 * revert an invalid transaction state. It answers 4xx to whatever it refuses, by codes of SDKs where the
 * text's list has others; settles by the overload that takes the signature as bytes; serves accounts held
 * by keys only; wants six seconds left of an authorization; advertises version 1 beside version 2, its
 * signer by the very network, and members of its own; remembers nothing between two requests.
 */
export const createInprocRole = () =>
  httpRole<FacilitatorConfig>({
    name: "simulates-only",
    role: "facilitator",
    features: ["chain", "instances"],
    open({ chains, confirmationTimeoutSeconds }) {
      const chain = chains[NETWORK];
      if (chain === undefined) throw Object.assign(new Error(`serves ${NETWORK} only`), { code: "unsupported" });
      const client = createPublicClient({ cacheTime: 0, pollingInterval: 20, transport: http(chain.rpcUrl, { retryCount: 0 }) });
      const seat: Seat = { client, account: privateKeyToAccount(chain.signerPrivateKey as Hex), timeout: confirmationTimeoutSeconds * 1000, sending: Promise.resolve() };
      return { listener: (request, response) => void handle({ request, response, seat }).catch(() => response.destroy()) };
    },
  });

const NETWORK = "eip155:84532";
const CHAIN_ID = 84_532;
const SECONDS_LEFT = 6n;
const ABI = parseAbi(["function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)"]);

interface Seat {
  readonly client: PublicClient;
  readonly account: PrivateKeyAccount;
  /** Milliseconds. */
  readonly timeout: number;
  /** Ends when the last transaction was handed over; the next one counts on from it. */
  sending: Promise<unknown>;
}

/** A payment refused, and the HTTP status that says so. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
  }
}

async function handle({ request, response, seat }: { request: IncomingMessage; response: ServerResponse; seat: Seat }): Promise<void> {
  const send = (status: number, body: JsonObject): void => void response.writeHead(status, { "content-type": "application/vnd.stranger+json" }).end(JSON.stringify({ ...body, requestId: crypto.randomUUID() }));
  const endpoint = `${request.method} ${request.url}`;
  if (endpoint === "GET /supported") {
    const kinds = [{ x402Version: 1, scheme: "exact", network: "base-sepolia" }, { x402Version: 2, scheme: "exact", network: NETWORK, extra: {}, since: "2026" }];
    return send(200, { kinds, extensions: [], signers: { [NETWORK]: [seat.account.address.toLowerCase()] } });
  }
  if (endpoint !== "POST /verify" && endpoint !== "POST /settle") return send(404, { error: "not here" });
  const settles = endpoint === "POST /settle";
  const refuse = (status: number, reason: string, transaction = ""): void => send(status, settles ? { success: false, errorReason: reason, transaction, network: NETWORK } : { isValid: false, invalidReason: reason, invalidMessage: "see invalidReason" });
  try {
    const payment = read(parsed((await bodyOf(request)).toString()));
    await verify({ payment, seat });
    if (!settles) return send(200, { isValid: true, payer: payment.from.toLowerCase() });
    const { hash, outcome } = await settle({ payment, seat });
    if (outcome !== "success") return refuse(422, outcome === "unknown" ? "settlement_pending" : "transaction_failed", hash);
    send(200, { success: true, transaction: hash, network: NETWORK, payer: payment.from.toLowerCase(), extensions: {} });
  } catch (error) {
    if (error instanceof Refusal) refuse(error.status, error.message);
    else refuse(503, settles ? "unexpected_settle_error" : "unexpected_verify_error");
  }
}

type Payment = ReturnType<typeof read>;

/** @throws Refusal */
function read(body: unknown) {
  const { x402Version, paymentPayload: envelope, paymentRequirements: required } = objectOr(body);
  if (!isObject(envelope) || typeof x402Version !== "number") throw new Refusal(400, "invalid_exact_evm_payload");
  if (x402Version !== 2 || envelope["x402Version"] !== 2) throw new Refusal(400, "invalid_version");
  if (!isObject(required)) throw new Refusal(400, "invalid_payment_requirements");
  if (required["scheme"] !== "exact") throw new Refusal(422, "invalid_exact_evm_scheme");
  if (required["network"] !== NETWORK) throw new Refusal(422, "unsupported_network");
  const { accepted } = envelope;
  if (!isObject(accepted)) throw new Refusal(400, "invalid_exact_evm_payload");
  if (accepted["scheme"] !== "exact") throw new Refusal(422, "scheme_mismatch");
  if (accepted["network"] !== NETWORK) throw new Refusal(422, "network_mismatch");
  const same = (name: string): boolean => String(accepted[name]).toLowerCase() === String(required[name]).toLowerCase();
  if (!["amount", "asset", "payTo"].every(same)) throw new Refusal(422, "invalid_payment_requirements");
  const { amount, asset, payTo } = required;
  const { assetTransferMethod = "eip3009", name, version } = objectOr(required["extra"]);
  if (assetTransferMethod !== "eip3009") throw new Refusal(422, "unsupported_asset_transfer_method");
  if (typeof name !== "string" || typeof version !== "string") throw new Refusal(422, "missing_eip712_domain");
  if (!isAccount(asset) || !isAccount(payTo) || !isUint(amount)) throw new Refusal(422, "invalid_payment_requirements");
  const { authorization, signature } = objectOr(envelope["payload"]);
  const { from, to, value, validAfter, validBefore, nonce } = objectOr(authorization);
  if (!isAccount(from) || !isAccount(to) || !isUint(value) || !isUint(validAfter) || !isUint(validBefore) || !isHex(nonce) || nonce.length !== 66 || !isHex(signature)) throw new Refusal(400, "invalid_exact_evm_payload");
  if (signature.length !== 132) throw new Refusal(422, "invalid_exact_evm_signature_format");
  if (to.toLowerCase() !== payTo.toLowerCase()) throw new Refusal(422, "invalid_exact_evm_recipient_mismatch");
  if (BigInt(value) !== BigInt(amount)) throw new Refusal(422, "invalid_exact_evm_authorization_value");
  const message = { from, to, value: BigInt(value), validAfter: BigInt(validAfter), validBefore: BigInt(validBefore), nonce };
  const args = [from, to, message.value, message.validAfter, message.validBefore, nonce, signature] as const;
  return { asset, from, message, args, signature, domain: { name, version, chainId: CHAIN_ID, verifyingContract: asset } };
}

/** @throws Refusal, and viem's errors when the chain does not answer */
async function verify({ payment, seat: { client, account } }: { payment: Payment; seat: Seat }): Promise<void> {
  const { asset, domain, from, message, signature } = payment;
  const now = BigInt(Math.floor(Date.now() / 1000));
  if (now + SECONDS_LEFT > message.validBefore) throw new Refusal(422, "payment_expired");
  if (now <= message.validAfter) throw new Refusal(422, "invalid_exact_evm_payload_authorization_valid_after");
  if ((await client.getCode({ address: from })) !== undefined) throw new Refusal(422, "invalid_exact_evm_signature_format");
  const signer = await recoverTypedDataAddress({ domain, types: TRANSFER_TYPES, primaryType: "TransferWithAuthorization", message, signature }).catch(() => undefined);
  if (signer?.toLowerCase() !== from.toLowerCase()) throw new Refusal(422, "signature_invalid");
  const balance = await client.readContract({ address: asset, abi: erc20Abi, functionName: "balanceOf", args: [from] }).catch(reverted("asset_not_deployed_contract"));
  if (balance < message.value) throw new Refusal(422, "insufficient_balance");
  await client.simulateContract({ account, address: asset, abi: ABI, functionName: "transferWithAuthorization", args: payment.args }).catch(reverted("invalid_transaction_state"));
}

async function settle({ payment, seat }: { payment: Payment; seat: Seat }): Promise<{ hash: Hex; outcome: "success" | "reverted" | "unknown" }> {
  const { client, account } = seat;
  const data = encodeFunctionData({ abi: ABI, functionName: "transferWithAuthorization", args: payment.args });
  const sent = seat.sending.then(async () => {
    const prepared = await client.prepareTransactionRequest({ account, chain: null, chainId: CHAIN_ID, type: "eip1559", to: payment.asset, data, gas: 300_000n });
    const serializedTransaction = await account.signTransaction(prepared as Parameters<typeof account.signTransaction>[0]);
    await client.sendRawTransaction({ serializedTransaction }).catch((error: unknown) => {
      // Without an answer it may have been taken all the same: the receipt will tell.
      if (error instanceof BaseError && error.walk((cause) => cause instanceof RpcRequestError) !== null) throw error;
    });
    return keccak256(serializedTransaction);
  });
  seat.sending = sent.catch(() => undefined);
  const hash = await sent;
  const receipt = await client.waitForTransactionReceipt({ hash, timeout: seat.timeout }).catch(() => undefined);
  return { hash, outcome: receipt?.status ?? "unknown" };
}

/** A revert, or no code where a token should be, is an answer and refuses the payment. */
function reverted(code: string): (error: unknown) => never {
  return (error) => {
    const answered = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError || cause instanceof ContractFunctionZeroDataError) !== null;
    throw answered ? new Refusal(422, code) : error;
  };
}

const objectOr = (value: unknown): JsonObject => (isObject(value) ? value : {});
const isAccount = (value: unknown): value is Hex => typeof value === "string" && isAddress(value, { strict: false });
const isUint = (value: unknown): value is string => typeof value === "string" && /^[0-9]{1,78}$/.test(value) && BigInt(value) <= maxUint256;
