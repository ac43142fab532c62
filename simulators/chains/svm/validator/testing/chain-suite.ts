/** What a chain on a real validator has to do for the harness, through the face of every Solana chain. */
import { expect, test } from "vitest";
import { NATIVE } from "../../../chain.ts";
import type { SvmChain } from "../../chain.ts";
import { compileMessage, keyPairFromPrivateKey, memo, programs, serializeBase64Transaction, setComputeUnitLimit, signTransaction, associatedTokenAddress, transferChecked, transferSol } from "../../wire/index.ts";
import type { Instruction, LookupTable } from "../../wire/index.ts";

/** @param options.chain asked for when the tests run */
export function chainSuite(options: { readonly chain: () => SvmChain }): void {
  const { chain } = options;

  async function build(of: { readonly payer: string; readonly signers?: readonly string[]; readonly instructions: readonly Instruction[]; readonly tables?: readonly LookupTable[] }): Promise<string> {
    const signers = [of.payer, ...(of.signers ?? [])].map((path) => keyPairFromPrivateKey(chain().wallet(path).privateKey));
    const { blockhash } = await chain().latestBlockhash();
    const message = compileMessage({ feePayer: signers[0]?.address ?? "", blockhash, instructions: of.instructions, ...(of.tables === undefined ? {} : { tables: of.tables }) });
    return serializeBase64Transaction(signTransaction({ message, signers }));
  }

  const amountsOf = async (accounts: readonly string[], asset?: string): Promise<readonly bigint[]> =>
    (await chain().balances({ accounts, ...(asset === undefined ? {} : { asset }) })).map(({ amount }) => amount);
  const pay = (of: { readonly from: string; readonly to: string; readonly mint: { readonly address: string; readonly tokenProgram: string }; readonly amount: bigint }): Instruction => {
    const { mint, amount } = of;
    const account = (owner: string): string => associatedTokenAddress({ owner, mint: mint.address, tokenProgram: mint.tokenProgram });
    return transferChecked({ source: account(of.from), destination: account(of.to), authority: of.from, mint: mint.address, tokenProgram: mint.tokenProgram, amount, decimals: 6 });
  };

  test("wallets get exactly what they are given, also twice the same", async () => {
    const [rich, poor, stranger] = ["fund/rich", "fund/poor", "fund/stranger"].map((path) => chain().wallet(path).address) as [string, string, string];
    const funds = [{ address: rich, amount: 2n ** 60n + 1n, nativeAmount: 5_000_000_007n }, { address: poor }];
    await chain().fund(funds);
    expect(await amountsOf([rich, poor, stranger])).toEqual([2n ** 60n + 1n, 0n, 0n]);
    expect(await amountsOf([rich, poor, stranger], NATIVE)).toEqual([5_000_000_007n, 0n, 0n]);
    await Promise.all([chain().fund([{ address: poor, amount: 7n }]), chain().fund([{ address: poor, amount: 7n }])]);
    expect(await amountsOf([poor])).toEqual([14n]);
  });

  test("many wallets at once, of every mint", async () => {
    const addresses = Array.from({ length: 40 }, (_, index) => chain().wallet(`many/${index}`).address);
    await chain().fund(addresses.map((address, index) => ({ address, amount: BigInt(index) })));
    expect(await amountsOf(addresses)).toEqual(addresses.map((_, index) => BigInt(index)));
    for (const mint of [chain().mints.pyusd, chain().mints.fee]) {
      await chain().fundToken({ mint: mint.address, funds: [{ address: addresses[0] ?? "", amount: 3n }, { address: addresses[1] ?? "" }] });
      expect(await amountsOf(addresses.slice(0, 2), mint.address)).toEqual([3n, 0n]);
    }
  });

  test("a payment is seen once, after the position asked for before it, with who paid whom", async () => {
    const { usdc } = chain().mints;
    const [payer, payee, sponsor] = ["pay/payer", "pay/payee", "pay/sponsor"].map((path) => chain().wallet(path).address) as [string, string, string];
    await chain().fund([{ address: payer, amount: 5_000n }, { address: payee }, { address: sponsor, nativeAmount: 10n ** 9n }]);
    const before = await chain().position();
    const text = await build({ payer: "pay/sponsor", signers: ["pay/payer"], instructions: [pay({ from: payer, to: payee, mint: usdc, amount: 1_234n }), memo("pay")] });
    const id = await chain().send({ transaction: text });
    const seen = await chain().transfers({ after: before, accounts: [payee] });
    expect(seen).toMatchObject([{ asset: usdc.address, sender: payer, recipient: payee, amount: 1_234n, withheld: 0n, transaction: id }]);
    expect(seen[0]?.position).toBeGreaterThan(before);
    expect(await chain().transfers({ after: await chain().position(), accounts: [payee] })).toEqual([]);
    expect(await chain().transfers({ after: before, accounts: [chain().wallet("nobody").address] })).toEqual([]);
    expect(await chain().transactions({ ids: [id, "1".repeat(64)] })).toEqual([{ id, sender: sponsor, to: null, input: text, status: "success", fee: 10_000n }]);
    expect(await chain().landed({ account: payer, after: before })).toMatchObject([{ id, sender: sponsor, input: text, status: "success", error: null, fee: 10_000n }]);
    expect(await amountsOf([payer, payee])).toEqual([3_766n, 1_234n]);
  });

  test("of a transfer fee it is said what arrived and what did not", async () => {
    const { fee } = chain().mints;
    const [payer, payee] = ["fee/payer", "fee/payee"].map((path) => chain().wallet(path).address) as [string, string];
    await chain().fund([{ address: payer, nativeAmount: 10n ** 9n }]);
    await chain().fundToken({ mint: fee.address, funds: [{ address: payer, amount: 10_000n }, { address: payee }] });
    const before = await chain().position();
    await chain().send({ transaction: await build({ payer: "fee/payer", instructions: [pay({ from: payer, to: payee, mint: fee, amount: 1_000n })] }) });
    expect(await chain().transfers({ after: before, accounts: [payer], asset: fee.address })).toMatchObject([{ amount: 990n, withheld: 10n }]);
    expect(await amountsOf([payer, payee], fee.address)).toEqual([9_000n, 990n]);
  });

  test("a transaction that fails says so: by preflight, or on the chain", async () => {
    const payer = chain().wallet("fail/payer").address;
    await chain().fund([{ address: payer, amount: 1n, nativeAmount: 10n ** 9n }]);
    const text = await build({ payer: "fail/payer", instructions: [transferSol({ from: payer, to: chain().wallet("fail/to").address, lamports: 10n ** 12n })] });
    await expect(chain().send({ transaction: text })).rejects.toMatchObject({ code: "svm.rpc-error" });
    const before = await chain().position();
    const response = await fetch(chain().rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "sendTransaction", params: [text, { encoding: "base64", skipPreflight: true }] }),
    });
    const { result: id } = (await response.json()) as { result: string };
    await expect.poll(() => chain().transactions({ ids: [id] }), { timeout: 30_000 }).toMatchObject([{ id, status: "reverted" }]);
    expect(await chain().landed({ account: payer, after: before })).toMatchObject([{ id, status: "reverted", error: { InstructionError: [0, { Custom: 1 }] }, fee: 5_000n }]);
  });

  test("a lookup table that can be used at once, and two made at the same time", async () => {
    const payer = chain().wallet("table/payer").address;
    const to = chain().wallet("table/to").address;
    const others = Array.from({ length: 25 }, (_, index) => chain().wallet(`table/${index}`).address);
    await chain().fund([{ address: payer, nativeAmount: 10n ** 10n }]);
    const [table, other] = await Promise.all([chain().createLookupTable({ addresses: [...others, to] }), chain().createLookupTable({ addresses: others })]);
    expect(table).not.toBe(other);
    const before = await chain().position();
    const text = await build({ payer: "table/payer", instructions: [setComputeUnitLimit(50_000), transferSol({ from: payer, to, lamports: 10n ** 9n })], tables: [{ table, addresses: [...others, to] }] });
    const id = await chain().send({ transaction: text });
    expect(await amountsOf([to], NATIVE)).toEqual([10n ** 9n]);
    expect(await chain().landed({ account: to, after: before })).toMatchObject([{ id }]);
  });

  test("the stand-ins take calls", async () => {
    const payer = chain().wallet("stand-in/payer").address;
    await chain().fund([{ address: payer, nativeAmount: 10n ** 9n }]);
    expect(chain().standIns).toEqual([programs.lighthouse]);
    const text = await build({ payer: "stand-in/payer", instructions: [{ program: programs.lighthouse, accounts: [], data: new TextEncoder().encode("assert") }] });
    expect(await chain().send({ transaction: text })).toBeTypeOf("string");
  });
}
