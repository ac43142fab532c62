import type { IncomingMessage, ServerResponse } from "node:http";
import { request as post } from "undici";
import {
  addSignatures,
  associatedTokenAddress,
  decodeComputeBudget,
  decodeTransfer,
  decompileInstructions,
  encodeBase58,
  feePayerOf,
  type Instruction,
  isAddress,
  type KeyPair,
  keyPairFromPrivateKey,
  parseBase64Transaction,
  programs,
  serializeBase64Transaction,
  signersOf,
  type TokenTransfer,
  type Transaction,
} from "../../../../simulators/chains/svm/wire/index.ts";
import type { FacilitatorConfig } from "../../../targets/protocol.ts";
import { httpRole } from "../../http-role.ts";
import { bodyOf } from "../body-of.ts";
import { isObject, type JsonObject, objectOr, parsed } from "../json.ts";

/**
 * A facilitator of the later text of exact on Solana: it asks what a transaction comes to, and prescribes neither
 * the count nor the order of instructions. It takes one matching transfer of at least the amount, and whatever else
 * the payer does through the token programs; bounds each compute budget instruction there is and asks for none;
 * looks nothing up, so it refuses lookup tables; leaves signatures to the network's simulation and to settlement.
 * It answers 4xx to whatever it refuses, with codes of the later text.
 */
export const createInprocRole = () =>
  httpRole<FacilitatorConfig>({
    name: "goes-by-outcome",
    role: "facilitator",
    networks: [NETWORK],
    features: ["chain", "instances"],
    open({ chains, confirmationTimeoutSeconds }) {
      const chain = chains[NETWORK];
      if (chain === undefined) throw Object.assign(new Error(`serves ${NETWORK} only`), { code: "unsupported" });
      const seat: Seat = { rpcUrl: chain.rpcUrl, sponsor: keyPairFromPrivateKey(chain.signerPrivateKey), timeout: confirmationTimeoutSeconds * 1000, taken: new Set() };
      return { listener: (request, response) => void handle({ request, response, seat }).catch(() => response.destroy()) };
    },
  });

const NETWORK = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
const MOST_UNITS = 400_000;
const HIGHEST_PRICE = 50_000n;
const KNOWN: readonly string[] = [programs.computeBudget, programs.memo, programs.lighthouse, programs.token, programs.token2022];

interface Seat {
  readonly rpcUrl: string;
  readonly sponsor: KeyPair;
  /** Milliseconds. */
  readonly timeout: number;
  /** Messages that are being settled, or were. */
  readonly taken: Set<string>;
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
  const send = (status: number, body: JsonObject): void => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ ...body, servedBy: "goes-by-outcome" }));
  const endpoint = `${request.method} ${request.url}`;
  if (endpoint === "GET /supported") {
    const { address } = seat.sponsor;
    return send(200, { kinds: [{ x402Version: 2, scheme: "exact", network: NETWORK, extra: { feePayer: address, areFeesSponsored: true } }], extensions: [], signers: { [NETWORK]: [address] } });
  }
  if (endpoint !== "POST /verify" && endpoint !== "POST /settle") return send(404, { error: "not here" });
  const settles = endpoint === "POST /settle";
  const refuse = (status: number, reason: string, transaction = ""): void => send(status, settles ? { success: false, errorReason: reason, transaction, network: NETWORK } : { isValid: false, invalidReason: reason });
  try {
    const payment = read(parsed((await bodyOf(request)).toString()), seat);
    await assertForeign({ payment, seat });
    await simulate({ payment, seat });
    if (!settles) return send(200, { isValid: true, payer: payment.payer });
    const { signature, outcome } = await settle({ payment, seat });
    if (outcome === "unknown") return refuse(202, "settlement_pending", signature);
    if (outcome === "failed") return refuse(422, "invalid_transaction_state", signature);
    send(200, { success: true, transaction: signature, network: NETWORK, payer: payment.payer });
  } catch (error) {
    if (error instanceof Refusal) refuse(error.status, error.message);
    else refuse(503, settles ? "unexpected_settle_error" : "unexpected_verify_error");
  }
}

type Payment = ReturnType<typeof read>;

/** @throws Refusal */
function read(body: unknown, { sponsor }: Seat) {
  const { x402Version, paymentPayload: envelope, paymentRequirements: required } = objectOr(body);
  if (!isObject(envelope) || typeof x402Version !== "number") throw new Refusal(400, "invalid_payload");
  if (x402Version !== 2 || envelope["x402Version"] !== 2) throw new Refusal(400, "invalid_x402_version");
  if (!isObject(required) || !isObject(envelope["accepted"])) throw new Refusal(400, "invalid_payment_requirements");
  const { accepted } = envelope;
  if (required["scheme"] !== "exact" || accepted["scheme"] !== "exact") throw new Refusal(422, "unsupported_scheme");
  if (required["network"] !== NETWORK || accepted["network"] !== NETWORK) throw new Refusal(422, "invalid_network");
  if (!["amount", "asset", "payTo"].every((name) => accepted[name] === required[name])) throw new Refusal(422, "invalid_payment_requirements");
  const { amount, asset, payTo } = required;
  const { feePayer, memo } = objectOr(required["extra"]);
  if (!isAddress(asset) || !isAddress(payTo) || typeof amount !== "string" || !/^[0-9]{1,20}$/.test(amount) || (memo !== undefined && typeof memo !== "string")) throw new Refusal(422, "invalid_payment_requirements");
  if (feePayer !== sponsor.address) throw new Refusal(422, "fee_payer_not_managed_by_facilitator");
  const { transaction: text } = objectOr(envelope["payload"]);
  const decoded = typeof text === "string" ? parseBase64Transaction(text) : undefined;
  if (decoded?.ok !== true || typeof text !== "string") throw new Refusal(400, "invalid_exact_svm_payload_transaction_could_not_be_decoded");
  const { transaction, messageBytes } = decoded;
  const { message } = transaction;
  if (message.lookups.length > 0) throw new Refusal(422, "smart_wallet_alt_resolution_not_available");
  if (feePayerOf(message) !== sponsor.address) throw new Refusal(422, "invalid_exact_svm_fee_payer_mismatch");
  const instructions = decompileInstructions({ message });
  assertPolicy({ instructions, sponsor });
  const said = instructions.filter(({ program }) => program === programs.memo);
  if (memo !== undefined && said.length !== 1) throw new Refusal(422, "invalid_exact_svm_payload_memo_count");
  if (memo !== undefined && !Buffer.from(memo).equals(said[0]?.data ?? Buffer.alloc(0))) throw new Refusal(422, "invalid_exact_svm_payload_memo_mismatch");
  const { authority: payer, source } = paymentOf({ instructions, asset, payTo, amount: BigInt(amount) });
  if (signersOf(message).some((signer) => signer !== sponsor.address && signer !== payer)) throw new Refusal(422, "invalid_exact_svm_payload_excessive_signers");
  return { text, transaction, key: encodeBase58(messageBytes), payer, source };
}

/** §2 of the later text. @throws Refusal */
function assertPolicy({ instructions, sponsor }: { instructions: readonly Instruction[]; sponsor: KeyPair }): void {
  for (const instruction of instructions) {
    const { program, accounts } = instruction;
    if (program === sponsor.address || accounts.some(({ address }) => address === sponsor.address)) throw new Refusal(422, "invalid_exact_svm_payload_transaction_fee_payer_transferring_funds");
    if (!KNOWN.includes(program)) throw new Refusal(422, "smart_wallet_program_not_allowed");
    if (program !== programs.computeBudget) continue;
    const budget = decodeComputeBudget(instruction);
    const bounded = (budget?.kind === "setComputeUnitLimit" && budget.units <= MOST_UNITS) || (budget?.kind === "setComputeUnitPrice" && budget.microLamports <= HIGHEST_PRICE);
    if (!bounded) throw new Refusal(422, "invalid_exact_svm_smart_wallet_compute_budget_violation");
  }
}

/** The one matching transfer: §1.4. @throws Refusal with what is wrong where there is a single one to blame */
function paymentOf({ instructions, asset, payTo, amount }: { instructions: readonly Instruction[]; asset: string; payTo: string; amount: bigint }): TokenTransfer {
  const transfers = instructions.flatMap((instruction) => decodeTransfer(instruction) ?? []).filter(({ kind }) => kind === "transferChecked");
  const wrong = transfers.map(({ mint, destination, tokenProgram, amount: paid }) => {
    if (mint !== asset) return "invalid_exact_svm_payload_mint_mismatch";
    if (destination !== associatedTokenAddress({ owner: payTo, mint: asset, tokenProgram })) return "invalid_exact_svm_payload_recipient_mismatch";
    return paid < amount ? "invalid_exact_svm_payload_amount_mismatch" : undefined;
  });
  const matching = transfers.filter((_, index) => wrong[index] === undefined);
  const [only] = matching;
  if (only !== undefined && matching.length === 1) return only;
  throw new Refusal(422, matching.length > 1 ? "invalid_exact_svm_smart_wallet_multiple_matching_transfers" : (wrong[0] ?? "invalid_exact_svm_payload_no_transfer_instruction"));
}

/** Whoever may spend from it, the source is not the sponsor's: §2.1.3. @throws Refusal, and anything else where the node does not answer */
async function assertForeign({ payment, seat }: { payment: Payment; seat: Seat }): Promise<void> {
  const { result } = await call(seat, "getAccountInfo", payment.source, { encoding: "base64", commitment: "confirmed" });
  const { data } = objectOr(objectOr(result)["value"]);
  const bytes = Buffer.from(Array.isArray(data) ? String(data[0]) : "", "base64");
  if (bytes.subarray(OWNER_AT, OWNER_AT + 32).equals(seat.sponsor.publicKey)) throw new Refusal(422, "invalid_exact_svm_payload_transaction_fee_payer_transferring_funds");
}

/** Bytes of a token account before its owner. */
const OWNER_AT = 32;

/** @throws Refusal, and anything else where the node does not answer */
async function simulate({ payment, seat }: { payment: Payment; seat: Seat }): Promise<void> {
  const options = { encoding: "base64", sigVerify: false, replaceRecentBlockhash: false, commitment: "confirmed" };
  const { result, error } = await call(seat, "simulateTransaction", payment.text, options);
  if (isObject(error)) throw new Refusal(422, "invalid_exact_svm_transaction_simulation_failed");
  const { err } = objectOr(objectOr(result)["value"]);
  if (err === "AlreadyProcessed") throw new Refusal(409, "duplicate_settlement");
  if (err !== null) throw new Refusal(422, "invalid_exact_svm_transaction_simulation_failed");
}

async function settle({ payment, seat }: { payment: Payment; seat: Seat }): Promise<{ readonly signature: string; readonly outcome: "done" | "failed" | "unknown" }> {
  const { key } = payment;
  if (seat.taken.has(key)) throw new Refusal(409, "duplicate_settlement");
  seat.taken.add(key);
  const transaction: Transaction = addSignatures({ transaction: payment.transaction, signers: [seat.sponsor] });
  const signature = encodeBase58(transaction.signatures[0] ?? new Uint8Array());
  // With preflight: what is not signed does not get onto the network.
  const sent = await call(seat, "sendTransaction", serializeBase64Transaction(transaction), { encoding: "base64", preflightCommitment: "confirmed" }).catch(() => ({ error: undefined }));
  if (isObject(sent.error)) {
    seat.taken.delete(key);
    throw new Refusal(422, "invalid_transaction_state");
  }
  for (const until = performance.now() + seat.timeout; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const { result } = await call(seat, "getSignatureStatuses", [signature]).catch(() => ({ result: undefined }));
    const { value } = objectOr(result);
    const status = Array.isArray(value) ? objectOr(value[0]) : {};
    if (status["confirmationStatus"] === "confirmed" || status["confirmationStatus"] === "finalized") {
      if (status["err"] !== null) seat.taken.delete(key);
      return { signature, outcome: status["err"] === null ? "done" : "failed" };
    }
    if (performance.now() > until) return { signature, outcome: "unknown" };
  }
}

/** JSON-RPC 2.0. @throws when there is no answer */
async function call({ rpcUrl }: Seat, method: string, ...params: readonly unknown[]): Promise<{ readonly result?: unknown; readonly error?: unknown }> {
  const { body } = await post(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
  return (await body.json()) as { readonly result?: unknown; readonly error?: unknown };
}

