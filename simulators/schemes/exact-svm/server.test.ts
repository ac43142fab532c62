import { createServer as createServerSocket } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { compileMessage, deriveKeyPair, memo, serializeBase64Transaction, signTransaction } from "../../chains/svm/wire/index.ts";
import { faultSet } from "../../faults.ts";
import { createServer } from "./index.ts";

const network = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
const [payer, sponsor, configured, payTo, mint] = ["payer", "sponsor", "configured", "payTo", "mint"].map((path) => deriveKeyPair({ seed: "exact-svm-server", path }));
if (payer === undefined || sponsor === undefined || configured === undefined || payTo === undefined || mint === undefined) throw new Error("five keys");

const requirements = (extra: Readonly<Record<string, unknown>> = {}): PaymentRequirements => ({ scheme: "exact", network, amount: "1000", asset: mint.address, payTo: payTo.address, maxTimeoutSeconds: 60, extra });
const kind = { x402Version: 2, scheme: "exact", network, extra: { feePayer: sponsor.address } } as const;
const create = (...faults: string[]) => createServer({ faults: faultSet(faults) });

describe("an offer", () => {
  test("names the fee payer the facilitator announces, before the operator's own", () => {
    expect(create().offer({ requirements: requirements({ memo: "inv-1" }), kind }).extra).toEqual({ memo: "inv-1", feePayer: sponsor.address });
    expect(create().offer({ requirements: requirements({ feePayer: configured.address }), kind }).extra).toEqual({ feePayer: sponsor.address });
    expect(create().offer({ requirements: requirements({ feePayer: configured.address }) }).extra).toEqual({ feePayer: configured.address });
  });

  test.each<[string, Partial<PaymentRequirements>, RegExp]>([
    ["no fee payer", requirements(), /fee payer's public key/],
    ["a fee payer that is no key", requirements({ feePayer: "0xabc" }), /fee payer's public key/],
    ["a ticker for the mint", { asset: "USDC" }, /mint's address/],
    ["a name for payTo", { payTo: "merchant" }, /public key as payTo/],
    ["a memo that is no text", requirements({ feePayer: sponsor.address, memo: 7 }), /at most 256 bytes/],
    ["a memo of 257 bytes in 256 characters", requirements({ feePayer: sponsor.address, memo: `${"x".repeat(255)}é` }), /at most 256 bytes/],
    ["a blockhash in hex", requirements({ feePayer: sponsor.address, recentBlockhash: "ab".repeat(32) }), /base58/],
    ["a block height that is a number", requirements({ feePayer: sponsor.address, lastValidBlockHeight: 7 }), /decimal digits/],
  ])("is not made with %s", (_name, edit, message) => {
    expect(() => create().offer({ requirements: { ...requirements({ feePayer: sponsor.address }), ...edit } })).toThrow(message);
  });

  test.each<[string, Record<string, unknown>]>([
    ["server.exact-svm.fee-payer-missing", { extra: { memo: "inv-1", recentBlockhash: mint.address, lastValidBlockHeight: "9" } }],
    ["server.exact-svm.fee-payer-hex", { extra: expect.objectContaining({ feePayer: Buffer.from(sponsor.publicKey).toString("hex") }) as unknown }],
    ["server.exact-svm.fee-payer-own", { extra: expect.objectContaining({ feePayer: "cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN" }) as unknown }],
    ["server.exact-svm.asset-prefixed", { asset: `${network}/token:${mint.address}` }],
    ["server.exact-svm.memo-object", { extra: expect.objectContaining({ memo: { text: "inv-1" } }) as unknown }],
    ["server.exact-svm.memo-long", { extra: expect.objectContaining({ memo: expect.stringMatching(/^inv-1\.{295}$/) as unknown }) as unknown }],
    ["server.exact-svm.network-name", { network: "solana:devnet" }],
  ])("under %s is bent there and nowhere else", (fault, bent) => {
    const asked = { requirements: requirements({ memo: "inv-1", recentBlockhash: mint.address, lastValidBlockHeight: "9" }), kind };
    expect(create(fault).offer(asked)).toEqual({ ...create().offer(asked), ...bent });
  });
});

describe("hints", () => {
  const answers = new Map<string, unknown>();
  const node = createServerSocket((request, response) => void response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, ...(answers.get(request.url ?? "") as object) })));
  beforeAll(async () => await new Promise<void>((resolve) => void node.listen(0, "127.0.0.1", resolve)));
  afterAll(() => void node.close());
  answers.set("/good", { result: { context: { slot: 1 }, value: { blockhash: mint.address, lastValidBlockHeight: 9 } } });
  answers.set("/error", { error: { code: -32005, message: "behind" } });
  answers.set("/odd", { result: { value: { blockhash: "0xabc" } } });
  const hints = async (path: string, ...faults: string[]): Promise<unknown> => {
    const { port } = node.address() as AddressInfo;
    return await createServer({ faults: faultSet(faults), chains: { [network]: { rpcUrl: `http://127.0.0.1:${port}${path}` } } }).hints?.({ requirements: requirements() });
  };

  test("are the latest blockhash of the network's chain, where there is one to ask", async () => {
    expect(await hints("/good")).toEqual({ recentBlockhash: mint.address, lastValidBlockHeight: "9" });
    expect(await create().hints?.({ requirements: requirements() })).toEqual({});
    for (const path of ["/error", "/odd"]) expect(await hints(path)).toEqual({});
  });

  test("are bent by the faults that are about them", async () => {
    expect(await hints("/good", "server.exact-svm.blockhash-hex")).toEqual({ recentBlockhash: Buffer.from(mint.publicKey).toString("hex"), lastValidBlockHeight: "9" });
    expect(await hints("/good", "server.exact-svm.blockhash-foreign")).toEqual({ recentBlockhash: "cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN", lastValidBlockHeight: "9" });
    expect(await hints("/good", "server.exact-svm.last-valid-number")).toEqual({ recentBlockhash: mint.address, lastValidBlockHeight: 9 });
  });
});

test("two texts of one message are one payment", () => {
  const message = compileMessage({ feePayer: sponsor.address, blockhash: mint.address, instructions: [memo("one", { signers: [payer.address] })] });
  const signed = signTransaction({ message, signers: [payer] });
  const filled = { ...signed, signatures: [new Uint8Array(64).fill(5), ...signed.signatures.slice(1)] };
  const other = signTransaction({ message: compileMessage({ feePayer: sponsor.address, blockhash: mint.address, instructions: [memo("two", { signers: [payer.address] })] }), signers: [payer] });
  const key = (transaction: unknown, ...faults: string[]): string | undefined => create(...faults).replayKey?.({ payload: { transaction }, accepted: requirements() });
  const [plain, bent, another] = [signed, filled, other].map(serializeBase64Transaction);
  expect(key(plain)).toMatch(/^[0-9a-f]{64}$/);
  expect(key(bent)).toBe(key(plain));
  expect(key(another)).not.toBe(key(plain));
  expect(key("no transaction")).toContain("no transaction");
  expect(key(bent, "server.exact-svm.replay-key-text")).not.toBe(key(plain, "server.exact-svm.replay-key-text"));
});
