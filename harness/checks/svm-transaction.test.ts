import { describe, expect, it } from "vitest";
import {
  associatedTokenAddress,
  compileMessage,
  deriveKeyPair,
  encodeBase58,
  type Instruction,
  memo,
  programs,
  readonlyAccount,
  serializeBase64Transaction,
  serializeMessage,
  setComputeUnitLimit,
  setComputeUnitPrice,
  signTransaction,
  transfer,
  transferChecked,
} from "../../simulators/chains/svm/wire/index.ts";
import { mayPayInside, paidAccount, parseSvmPayload, readSvmPayment, transfersFor, UNSEEN } from "./svm-transaction.ts";

const key = (path: string) => deriveKeyPair({ seed: "svm-transaction-test", path });
const [sponsor, payer, payTo, mint, other] = [key("sponsor"), key("payer"), key("payTo"), key("mint"), key("other")].map(({ address }) => address) as [string, string, string, string, string];
const offer = { scheme: "exact", network: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", amount: "1000", asset: mint, payTo, extra: { feePayer: sponsor } };
const account = (owner: string, tokenProgram: string = programs.token): string => associatedTokenAddress({ owner, mint, tokenProgram });
const pays = { source: account(payer), mint, destination: account(payTo), authority: payer, amount: 1000n, decimals: 6 };
const budget = [setComputeUnitLimit(20_000), setComputeUnitPrice(1n)];

function made(instructions: readonly Instruction[], edit: { version?: "legacy" | 0; tables?: readonly { table: string; addresses: readonly string[] }[] } = {}) {
  return signTransaction({ message: compileMessage({ feePayer: sponsor, blockhash: other, instructions, ...edit }), signers: [key("payer")] });
}

const textOf = (instructions: readonly Instruction[], edit?: Parameters<typeof made>[1]): string => serializeBase64Transaction(made(instructions, edit));
const message = (transaction: unknown) => ({ payload: { transaction } });
const good = textOf([...budget, transferChecked(pays), memo("a nonce")]);

describe("reading", () => {
  it("finds the instructions, the fee payer and the transfers", () => {
    const read = readSvmPayment(message(good));
    expect(read?.feePayer).toBe(sponsor);
    expect(read?.instructions.map(({ program }) => program)).toEqual([programs.computeBudget, programs.computeBudget, programs.token, programs.memo]);
    expect(read?.transfers).toMatchObject([{ index: 2, transfer: { kind: "transferChecked", amount: 1000n, mint } }]);
    expect(parseSvmPayload(message(good))?.ok).toBe(true);
  });

  it.each([
    ["base58", encodeBase58(Buffer.from(good, "base64"))],
    ["base64url", Buffer.from(good, "base64").toString("base64url")],
    ["base64 without padding", good.replace(/=+$/, "")],
  ])("understands %s, and says that it is not what the text asks for", (_, text) => {
    expect(readSvmPayment(message(text))?.feePayer).toBe(sponsor);
    if (text !== good) expect(parseSvmPayload(message(text))?.ok).toBe(false);
  });

  it.each([undefined, null, 7, "", "AAAA", "no transaction at all", "A".repeat(100_000), Buffer.from(serializeMessage(made(budget).message)).toString("base64"), Buffer.concat([Buffer.from(good, "base64"), Buffer.of(0)]).toString("base64")])(
    "finds no transaction in %s",
    (transaction) => {
      expect(readSvmPayment(message(transaction))).toBeUndefined();
      expect(parseSvmPayload(message(transaction))?.ok ?? false).toBe(false);
    },
  );

  it.each([{}, { payload: null }, { payload: [] }, { payload: "text" }])("finds none in %j", (odd) => {
    expect(readSvmPayment(odd)).toBeUndefined();
    expect(parseSvmPayload(odd)).toBeUndefined();
  });

  it("leaves open what only a lookup table could tell", () => {
    const looked = readSvmPayment(message(textOf([...budget, transferChecked(pays)], { tables: [{ table: other, addresses: [account(payTo), mint] }] })));
    expect(looked?.transfers).toMatchObject([{ transfer: { destination: UNSEEN, mint: UNSEEN, source: account(payer) } }]);
  });
});

describe("the transfer that pays", () => {
  const found = (instructions: readonly Instruction[]) => {
    const payment = readSvmPayment(message(textOf([...budget, ...instructions])));
    if (payment === undefined) throw new Error("a transaction of ours can be read");
    return { ...transfersFor({ payment, offer }), inside: mayPayInside({ payment, offer }) };
  };

  it("is a matching one, wherever it stands", () => {
    const elsewhere = transferChecked({ ...pays, destination: account(other) });
    expect(found([elsewhere, transferChecked(pays)])).toMatchObject({ matching: [{ index: 3 }], judged: { index: 3 } });
    expect(found([transferChecked(pays), transferChecked(pays)]).matching).toHaveLength(2);
  });

  it("may be a plain transfer, which says nothing of the mint", () => {
    expect(found([transfer(pays)])).toMatchObject({ matching: [{ transfer: { kind: "transfer" } }] });
  });

  it("is judged in its place where none matches", () => {
    expect(found([transferChecked({ ...pays, destination: payTo })])).toMatchObject({ matching: [], judged: { transfer: { destination: payTo } } });
    expect(found([transferChecked({ ...pays, mint: other })])).toMatchObject({ matching: [], judged: { transfer: { mint: other } } });
    expect(found([memo("nothing")])).toMatchObject({ matching: [], judged: undefined, inside: false });
  });

  it("may be made inside the call of another program", () => {
    const call = { program: other, accounts: [readonlyAccount(payer)], data: new Uint8Array() };
    expect(found([call])).toMatchObject({ judged: undefined, inside: true });
    expect(found([transferChecked(pays), call])).toMatchObject({ judged: { index: 2 }, inside: false });
  });

  it("goes to the account of the program it is made through", () => {
    expect(paidAccount({ offer, tokenProgram: programs.token2022 })).toBe(account(payTo, programs.token2022));
    expect(paidAccount({ offer: { ...offer, payTo: "0xabc" }, tokenProgram: programs.token })).toBeUndefined();
  });
});
