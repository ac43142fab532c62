import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChainWallet } from "../../../../simulators/chains/chain.ts";
import { svm, type SvmChain } from "../../../../simulators/chains/svm/index.ts";
import { addSignatures, feePayerOf, keyPairFromPrivateKey, parseBase64Transaction, serializeBase64Transaction, signersOf } from "../../../../simulators/chains/svm/wire/index.ts";
import { method } from "../../../methods/exact-svm/method.ts";
import type { SvmEnvelope } from "../../../methods/exact-svm/scenarios.ts";
import { createFacilitatorSeat, type FacilitatorSeat } from "../../../seats/facilitator-seat.ts";
import { createSettleTurns } from "../../../seats/settle-turns.ts";
import { createRecorder } from "../../../trace/recorder.ts";
import { joinRpcCases } from "../../../world/rpc-proxy.ts";
import { seededBytes } from "../../../world/world.ts";
import type { Scenario } from "../../scenario.ts";
import { scenarios as chainState } from "./chain-state.ts";
import { scenarios as feePayer } from "./fee-payer.ts";
import { scenarios as lookupTables } from "./lookup-tables.ts";
import { scenarios as signatures } from "./signatures.ts";
import { scenarios as smartWallet } from "./smart-wallet.ts";

/**
 * An edited payment breaks the rule it is meant to break and no other: signed by the sponsor, the chain takes it. Where no transaction
 * can break the rule and land, the chain's own reason stands here.
 */
const REFUSED_BY_CHAIN: Readonly<Record<string, RegExp>> = {
  "feepayer-program/first-key": /cannot be read/,
  "feepayer-program/second-key": /AccountLoadedTwice/,
  "alt/transfer": /AccountLoadedTwice/,
  "alt/transfer-writable": /AccountLoadedTwice/,
  "alt/memo": /AccountLoadedTwice/,
  "alt/budget": /AccountLoadedTwice/,
  "alt-fail-closed/missing": /AddressLookupTableNotFound/,
  "alt-fail-closed/short": /InvalidAddressLookupTableIndex/,
  "alt-fail-closed/no-table": /InvalidAddressLookupTableOwner/,
  "account-existence/never": /InstructionError/,
  "account-existence/closed": /InstructionError/,
  "destination-exists/never": /InstructionError/,
  "destination-exists/closed": /InstructionError/,
  "simulation/one-short": /InstructionError/,
  "simulation/nothing": /InstructionError/,
  "simulation/frozen-source": /InstructionError/,
  "simulation/frozen-destination": /InstructionError/,
  "simulation/key-twice": /AccountLoadedTwice/,
  "simulation/table-deactivated": /AddressLookupTableNotFound/,
  "blockhash-expired/expired": /BlockhashNotFound/,
  "blockhash-expired/never": /BlockhashNotFound/,
  "client-signature/zeroed": /SignatureFailure/,
  "client-signature/flipped": /SignatureFailure/,
  "client-signature/foreign": /SignatureFailure/,
  "client-signature/other-payment": /SignatureFailure/,
  "client-signature/other-slot": /SignatureFailure/,
  "client-signature/malleated": /SignatureFailure/,
  "client-signature/small-order": /SignatureFailure/,
  "signer-set/unsigned": /SignatureFailure/,
};

const PREFIX = "facilitator/exact-svm/";
const edits = [...feePayer, ...lookupTables, ...chainState, ...signatures, ...smartWallet];

let chain: SvmChain;
/** Finds everything valid, and remembers what it was asked last. */
let facilitator: Server;
let last: SvmEnvelope;

beforeAll(async () => {
  chain = await svm.start({ seed: "one-rule", settings: {} });
  facilitator = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      last = JSON.parse(Buffer.concat(chunks).toString("utf8")) as SvmEnvelope;
      response.writeHead(200, { "content-type": "application/json" }).end('{"isValid":true}');
    });
  });
  await new Promise<void>((resolve) => void facilitator.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  facilitator.close();
  await chain.stop();
});

/** @returns who sponsors the case */
async function drive(scenario: Scenario<never>): Promise<ChainWallet> {
  const at = (name: string): ChainWallet => chain.wallet(`${scenario.id}/${name}`);
  const wallets = { ...(scenario.wallets ?? { payer: { balance: method.funds.payer } }), stranger: { balance: 0n } };
  await chain.fund([{ address: at("sponsor").address, ...method.funds.sponsor }, { address: at("recipient").address }, ...Object.entries(wallets).map(([name, { balance }]) => ({ address: at(name).address, amount: balance }))]);
  const seat = createFacilitatorSeat({
    method,
    chain,
    url: `http://127.0.0.1:${(facilitator.address() as AddressInfo).port}`,
    wallets: new Map(Object.keys(wallets).map((name) => [name, at(name)])),
    recipient: at("recipient").address,
    sponsor: at("sponsor"),
    after: 0n,
    rpc: joinRpcCases(),
    start: () => Promise.reject(new Error("one instance is enough")),
    turns: createSettleTurns(),
    recorder: createRecorder({ now: () => 0 }),
    effects: { now: () => Date.now(), randomBytes: seededBytes(scenario.id) },
    signal: AbortSignal.timeout(30_000),
  });
  await (scenario as unknown as Scenario<FacilitatorSeat>).drive(seat);
  return at("sponsor");
}

/** What the chain makes of the payment that was verified last. */
async function landed(sponsor: ChainWallet): Promise<string> {
  const parsed = parseBase64Transaction(last.paymentPayload.payload.transaction);
  if (!parsed.ok) return "cannot be read";
  const { transaction } = parsed;
  const signers = signersOf(transaction.message).includes(sponsor.address) ? [keyPairFromPrivateKey(sponsor.privateKey)] : [];
  const before = await chain.balances({ accounts: [payTo()], asset: asset() });
  try {
    await chain.send({ transaction: serializeBase64Transaction(addSignatures({ transaction, signers })) });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const after = await chain.balances({ accounts: [payTo()], asset: asset() });
  return `pays ${(after[0]?.amount ?? 0n) - (before[0]?.amount ?? 0n)}, fee by ${feePayerOf(transaction.message) === sponsor.address ? "the sponsor" : "another"}`;
}

const payTo = (): string => String(last.paymentRequirements["payTo"]);
const asset = (): string => String(last.paymentRequirements["asset"]);

/** What lands, and does not do what the requirements want: that is the rule it breaks. */
const LANDS: Readonly<Record<string, string>> = {
  "feepayer-matches/client": "pays 10000, fee by another",
  "feepayer-matches/other": "pays 10000, fee by another",
  "smart-wallet-reason/amount": "pays 9999, fee by the sponsor",
  "smart-wallet-reason/recipient": "pays 0, fee by the sponsor",
  "smart-wallet-reason/mint": "pays 0, fee by the sponsor",
};

describe("signed by the sponsor, an edited payment", () => {
  test.each(edits.map((scenario) => [scenario.id.slice(PREFIX.length), scenario] as const))("%s", async (id, scenario) => {
    const sponsor = await drive(scenario as Scenario<never>);
    // Whoever has the other key signs with it.
    if (id.startsWith("feepayer-managed/")) return;
    const outcome = await landed(sponsor);
    const refused = REFUSED_BY_CHAIN[id];
    if (refused === undefined) expect(outcome).toBe(LANDS[id] ?? "pays 10000, fee by the sponsor");
    else expect(outcome).toMatch(refused);
  });
});
