import * as kit from "@solana/kit";
import { PublicKey, VersionedTransaction } from "@solana/web3.js";
import { getAssociatedTokenAddressSync } from "@solana/spl-token";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as wire from "./index.ts";

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const address = bytes32.map((bytes) => wire.encodeBase58(bytes));
const pair = (path: string): wire.KeyPair => wire.deriveKeyPair({ seed: "wire.test", path });
const byteList = (maxLength: number): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 0, max: 255 }), { maxLength });

/** Any structure at all, sound or not. */
const anyTransaction: fc.Arbitrary<wire.Transaction> = fc.record({
  signatures: fc.array(fc.uint8Array({ minLength: 64, maxLength: 64 }), { maxLength: 4 }),
  message: fc
    .record({
      version: fc.constantFrom<("legacy" | 0)[]>("legacy", 0),
      header: fc.record({ requiredSignatures: fc.integer({ min: 0, max: 4 }), readonlySigned: fc.integer({ min: 0, max: 3 }), readonlyUnsigned: fc.integer({ min: 0, max: 6 }) }),
      staticKeys: fc.array(address, { maxLength: 8 }),
      blockhash: address,
      instructions: fc.array(fc.record({ programIndex: fc.integer({ min: 0, max: 9 }), accountIndexes: byteList(5), data: fc.uint8Array({ maxLength: 200 }) }), { maxLength: 4 }),
      lookups: fc.array(fc.record({ table: address, writableIndexes: byteList(4), readonlyIndexes: byteList(4) }), { maxLength: 2 }),
    })
    .map((message) => (message.version === "legacy" ? { ...message, lookups: [] } : message)),
});

const payment = (): wire.Transaction => {
  const client = pair("client");
  const [source, destination, mint] = ["a", "b", "c"].map((path) => pair(path).address) as [string, string, string];
  return wire.signTransaction({
    message: wire.compileMessage({
      feePayer: pair("facilitator").address,
      blockhash: wire.encodeBase58(new Uint8Array(32).fill(7)),
      instructions: [
        wire.setComputeUnitLimit(20_000),
        wire.setComputeUnitPrice(1n),
        wire.transferChecked({ source, mint, destination, authority: client.address, amount: 1000n, decimals: 6 }),
        wire.memo("order 1"),
      ],
    }),
    signers: [client],
  });
};

describe("base58", () => {
  test("agrees with kit both ways", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 0, max: 4 }), (tail, zeros) => {
        const bytes = wire.concatBytes(new Uint8Array(zeros), tail);
        const text = wire.encodeBase58(bytes);
        expect(text).toBe(kit.getBase58Decoder().decode(bytes));
        expect(wire.decodeBase58(text)).toEqual(bytes);
      }),
    );
  });

  test.each(["0", "O", "I", "l", " ", "é", "\u{1F600}", "1111 "])("refuses %j", (text) => expect(wire.decodeBase58(text)).toBeUndefined());
  test("an address is 32 bytes and nothing else", () => {
    expect(wire.isAddress(wire.programs.system)).toBe(true);
    for (const wrong of ["", "1".repeat(31), "1".repeat(33), "z".repeat(44), 7, null]) expect(wire.isAddress(wrong)).toBe(false);
  });
});

describe("compact-u16", () => {
  test("round trip, and no second spelling", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), (value) => {
        const bytes = wire.encodeCompactU16(value);
        expect(wire.decodeCompactU16(bytes, 0)).toEqual({ ok: true, value, size: bytes.length });
        if (bytes.length < 3) expect(wire.decodeCompactU16(wire.encodeOverlongCompactU16(value, 3), 0)).toEqual({ ok: false, reason: "not-canonical" });
        for (let end = 0; end < bytes.length; end++) expect(wire.decodeCompactU16(bytes.subarray(0, end), 0)).toEqual({ ok: false, reason: "truncated" });
      }),
    );
    expect(wire.decodeCompactU16(Uint8Array.of(0xff, 0xff, 0x04), 0)).toEqual({ ok: false, reason: "not-canonical" });
  });
});

describe("derived addresses", () => {
  test("agree with spl-token for both token programs, and with web3.js off the curve", () => {
    fc.assert(
      fc.property(bytes32, bytes32, fc.constantFrom(wire.programs.token, wire.programs.token2022), (owner, mint, tokenProgram) => {
        const expected = getAssociatedTokenAddressSync(new PublicKey(mint), new PublicKey(owner), true, new PublicKey(tokenProgram));
        expect(wire.associatedTokenAddress({ owner: wire.encodeBase58(owner), mint: wire.encodeBase58(mint), tokenProgram })).toBe(expected.toBase58());
        expect(wire.isOnCurve(owner)).toBe(PublicKey.isOnCurve(owner));
      }),
      { numRuns: 50 },
    );
  });
});

describe("keys", () => {
  test("sign as kit does, and keep their exported form", async () => {
    const client = pair("client");
    const bytes = wire.decodeBase58(client.privateKey) ?? new Uint8Array();
    const signer = await kit.createKeyPairSignerFromBytes(bytes);
    expect(signer.address).toBe(client.address);
    const message = new TextEncoder().encode("hello");
    expect(client.sign(message)).toEqual(new Uint8Array(await kit.signBytes(signer.keyPair.privateKey, message)));
    expect(wire.keyPairFromPrivateKey(client.privateKey).address).toBe(client.address);
    expect(wire.verifySignature({ publicKey: client.address, message, signature: client.sign(message) })).toBe(true);
    expect(wire.verifySignature({ publicKey: pair("other").address, message, signature: client.sign(message) })).toBe(false);
  });

  test("no signature holds under a key of small order, nor with s above the group's order", () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    // Under the identity, R = identity and s = 0 satisfy the equation for every message.
    const forged = wire.concatBytes(identity, new Uint8Array(32));
    expect(wire.verifySignature({ publicKey: identity, message: new Uint8Array(3), signature: forged })).toBe(false);
    const client = pair("client");
    const message = new Uint8Array(3);
    const signature = client.sign(message);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.toReversed().subarray(0, 32)).toString("hex")}`);
    const other = wire.concatBytes(signature.subarray(0, 32), wire.littleEndian(s + order, 32));
    expect(wire.verifySignature({ publicKey: client.address, message, signature: other })).toBe(false);
  });
});

describe("transactions", () => {
  test("what is written is read back, or refused with a code and a place", () => {
    fc.assert(
      fc.property(anyTransaction, (transaction) => {
        const bytes = wire.serializeTransaction(transaction);
        const parsed = wire.parseTransaction(bytes);
        if (parsed.ok) {
          expect(parsed.transaction).toEqual(transaction);
          expect(wire.serializeMessage(transaction.message)).toEqual(parsed.messageBytes);
        } else {
          expect(parsed.code).toMatch(/^transaction\./);
          expect(parsed.position).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("kit and web3.js read a payment the same way", () => {
    const transaction = payment();
    const bytes = wire.serializeTransaction(transaction);
    const theirs = VersionedTransaction.deserialize(bytes);
    expect(theirs.message.staticAccountKeys.map(String)).toEqual(transaction.message.staticKeys);
    expect(theirs.serialize()).toEqual(bytes);
    const decoded = kit.getCompiledTransactionMessageDecoder().decode(kit.getTransactionDecoder().decode(bytes).messageBytes);
    expect(decoded.lifetimeToken).toBe(transaction.message.blockhash);
  });

  test("a payment decompiles to what it was compiled from", () => {
    const parsed = wire.parseBase64Transaction(wire.serializeBase64Transaction(payment()));
    if (!parsed.ok) throw new Error(parsed.detail);
    const [limit, price, transfer, memo] = wire.decompileInstructions({ message: parsed.transaction.message });
    if (limit === undefined || price === undefined || transfer === undefined || memo === undefined) throw new Error("expected four instructions");
    expect(wire.decodeComputeBudget(limit)).toEqual({ kind: "setComputeUnitLimit", units: 20_000, trailingBytes: 0 });
    expect(wire.decodeComputeBudget(price)).toEqual({ kind: "setComputeUnitPrice", microLamports: 1n, trailingBytes: 0 });
    expect(wire.decodeTransfer(transfer)).toMatchObject({ kind: "transferChecked", amount: 1000n, decimals: 6, authority: pair("client").address });
    expect(wire.isMemo(memo)).toBe(true);
    expect(wire.signatureStates(parsed).map(({ state }) => state)).toEqual(["empty", "valid"]);
    const signed = wire.addSignatures({ transaction: parsed.transaction, signers: [pair("facilitator")] });
    expect(wire.signatureStates({ transaction: signed, messageBytes: parsed.messageBytes }).map(({ state }) => state)).toEqual(["valid", "valid"]);
  });

  test("lookups: compiled, loaded, decompiled", () => {
    const table = pair("table").address;
    const [one, two, three] = ["1", "2", "3"].map((path) => pair(path).address) as [string, string, string];
    const instruction: wire.Instruction = { program: wire.programs.memo, accounts: [wire.writableAccount(one), wire.readonlyAccount(two), wire.readonlyAccount(three)], data: Uint8Array.of(1) };
    const message = wire.compileMessage({ feePayer: pair("payer").address, blockhash: pair("hash").address, instructions: [instruction], tables: [{ table, addresses: [two, wire.programs.memo, one] }] });
    expect(message.lookups).toEqual([{ table, writableIndexes: [2], readonlyIndexes: [0] }]);
    const loaded = wire.loadKeys({ message, tables: new Map([[table, [two, wire.programs.memo, one]]]) });
    if (!loaded.ok) throw new Error(loaded.code);
    expect(wire.decompileInstructions({ message, keys: loaded.keys })).toEqual([instruction]);
    expect(wire.loadKeys({ message, tables: new Map() })).toEqual({ ok: false, code: "lookup.table-unknown", table });
    expect(wire.loadKeys({ message, tables: new Map([[table, [two]]]) })).toEqual({ ok: false, code: "lookup.index-out-of-range", table });
    const state = { deactivationSlot: 2n ** 64n - 1n, lastExtendedSlot: 5n, lastExtendedSlotStartIndex: 0, authority: one, addresses: [two, three] };
    expect(wire.decodeLookupTable(wire.encodeLookupTable(state))).toEqual(state);
  });

  test("every truncation is refused, so is every byte more", () => {
    const bytes = wire.serializeTransaction(payment());
    for (let end = 0; end < bytes.length; end++) expect(wire.parseTransaction(bytes.subarray(0, end)).ok).toBe(false);
    expect(wire.parseTransaction(wire.concatBytes(bytes, new Uint8Array(1)))).toMatchObject({ ok: false, code: "transaction.trailing-bytes", position: bytes.length });
  });

  const sound = payment();
  const { message } = sound;
  const ix = message.instructions[0];
  if (ix === undefined) throw new Error("expected an instruction");
  const table = pair("table").address;
  const bent: readonly [string, wire.WritableTransaction, number | undefined][] = [
    ["transaction.length-not-canonical", { ...sound, lengths: { signatures: wire.encodeOverlongCompactU16(2, 2) } }, 0],
    ["transaction.version-unsupported", { ...sound, message: { ...message, version: 1 } }, 129],
    ["transaction.signature-count", { ...sound, signatures: sound.signatures.slice(1) }, 0],
    ["transaction.signature-count", { ...sound, signatures: [...sound.signatures, new Uint8Array(64)] }, 0],
    ["transaction.header", { ...sound, message: { ...message, header: { ...message.header, readonlyUnsigned: 200 } } }, 130],
    ["transaction.header", { ...sound, message: { ...message, header: { ...message.header, readonlySigned: 2 } } }, 131],
    ["transaction.header", { signatures: [], message: { ...message, header: { requiredSignatures: 0, readonlySigned: 0, readonlyUnsigned: 0 } } }, undefined],
    ["transaction.program-is-fee-payer", { ...sound, message: { ...message, instructions: [{ ...ix, programIndex: 0 }] } }, undefined],
    ["transaction.program-index", { ...sound, message: { ...message, instructions: [{ ...ix, programIndex: message.staticKeys.length }], lookups: [{ table, writableIndexes: [0], readonlyIndexes: [] }] } }, undefined],
    ["transaction.account-index", { ...sound, message: { ...message, instructions: [{ ...ix, accountIndexes: [0, message.staticKeys.length] }] } }, undefined],
    ["transaction.lookup-empty", { ...sound, message: { ...message, lookups: [{ table, writableIndexes: [], readonlyIndexes: [] }] } }, undefined],
    ["transaction.too-many-keys", { ...sound, message: { ...message, lookups: [{ table, writableIndexes: Array.from({ length: 250 }, (_, index) => index), readonlyIndexes: [] }] } }, 133],
    ["transaction.too-many-instructions", { ...sound, message: { ...message, instructions: Array.from({ length: 65 }, () => ({ ...ix, accountIndexes: [], data: new Uint8Array() })) } }, undefined],
    ["transaction.too-many-instruction-accounts", { ...sound, message: { ...message, instructions: [{ ...ix, accountIndexes: Array.from({ length: 256 }, () => 0) }] } }, undefined],
    ["transaction.too-large", { ...sound, message: { ...message, instructions: [{ ...ix, data: new Uint8Array(1000) }] } }, 1232],
    ["transaction.truncated", { ...sound, message: { ...message, lengths: { instructions: wire.encodeCompactU16(60_000) } } }, undefined],
  ];
  test.each(bent)("refused: %s", (code, transaction, position) => {
    expect(wire.parseTransaction(wire.serializeTransaction(transaction))).toMatchObject({ ok: false, code, ...(position === undefined ? {} : { position }) });
  });

  test("64 instructions, and one with 255 accounts, are what a transaction may have", () => {
    const many = Array.from({ length: 63 }, () => ({ ...ix, accountIndexes: [], data: new Uint8Array() }));
    const instructions = [...many, { ...ix, accountIndexes: Array.from({ length: 255 }, () => 0) }];
    expect(wire.parseTransaction(wire.serializeTransaction({ ...sound, message: { ...message, instructions } }))).toMatchObject({ ok: true });
  });

  test("a looked-up account index is in range, one beyond is not", () => {
    const withLookup = (index: number): wire.TransactionParseResult =>
      wire.parseTransaction(
        wire.serializeTransaction({ ...sound, message: { ...message, instructions: [{ ...ix, accountIndexes: [index] }], lookups: [{ table, writableIndexes: [9], readonlyIndexes: [3] }] } }),
      );
    expect(withLookup(message.staticKeys.length + 1).ok).toBe(true);
    expect(withLookup(message.staticKeys.length + 2)).toMatchObject({ code: "transaction.account-index" });
  });

  test.each(["AQ", "A===", "AR==", "!!!!", " AA==", "AA==\n", "A-_A"])("no base64: %j", (text) =>
    expect(wire.parseBase64Transaction(text)).toMatchObject({ ok: false, code: "transaction.not-base64" }));

  test("a key pair depends on seed and path", () => {
    expect(pair("a").address).toBe(pair("a").address);
    expect(new Set(["a", "b", "c"].map((path) => pair(path).address)).size).toBe(3);
  });
});
