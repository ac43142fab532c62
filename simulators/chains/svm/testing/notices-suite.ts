/** The part of the node suite that is about websockets below what client libraries show of them. */
import { createAssociatedTokenAccount, createMint, mintTo } from "@solana/spl-token";
import { Connection, Keypair } from "@solana/web3.js";
import { beforeAll, expect, test } from "vitest";
import { programs } from "../wire/program-ids.ts";
import { airdrop, seedOf, subscriber } from "./node-calls.ts";
import type { SuiteOptions } from "./node-calls.ts";

export function noticesSuite({ urls, pair }: SuiteOptions): void {
  const payer = pair("notices/payer");
  const signer = Keypair.fromSeed(seedOf(payer));
  const chain = (): Connection => new Connection(urls().rpcUrl, "confirmed");
  const confirmed = { commitment: "confirmed" };
  beforeAll(() => airdrop(urls().rpcUrl, payer.address, 5_000_000_000));

  test("data too long for base58 is told in words, and every account whole", async () => {
    const mint = await createMint(chain(), signer, signer.publicKey, null, 6);
    const account = await createAssociatedTokenAccount(chain(), signer, mint, signer.publicKey);
    const ofMint = { filters: [{ memcmp: { offset: 0, bytes: mint.toBase58() } }, { dataSize: 165 }] };
    const words = "error: data too large for bs58 encoding";
    const whole = [expect.stringMatching(/^.{220}$/), "base64"];
    const watch = async (data: unknown, method: "account" | "program", ...params: readonly unknown[]): Promise<() => Promise<void>> => {
      const socket = await subscriber(urls().wsUrl);
      expect(await socket.call(`${method}Subscribe`, ...params)).toMatchObject({ result: expect.any(Number) as number });
      return async () => {
        const value = method === "account" ? { data, space: 165 } : { pubkey: account.toBase58(), account: { data, space: 165 } };
        expect(await socket.next()).toMatchObject({ method: `${method}Notification`, params: { result: { value } } });
        socket.close();
      };
    };
    const slice = { encoding: "base64", dataSlice: { offset: 0, length: 4 } };
    const told = await Promise.all([
      watch(words, "account", account.toBase58(), confirmed),
      watch([words, "base58"], "account", account.toBase58(), { ...confirmed, encoding: "base58" }),
      watch(words, "program", programs.token, { ...confirmed, ...ofMint }),
      watch(whole, "account", account.toBase58(), { ...confirmed, ...slice }),
      watch(whole, "program", programs.token, { ...confirmed, ...ofMint, ...slice }),
    ]);
    await mintTo(chain(), signer, mint, account, signer, 5n);
    for (const seen of told) await seen();
  });

  test("a call in a frame of bytes is answered as one of text", async () => {
    const socket = await subscriber(urls().wsUrl);
    socket.send(Buffer.from('{"jsonrpc":"2.0","id":7,"method":"rootUnsubscribe","params":["x"]}'));
    expect(await socket.next()).toMatchObject({ id: 7, error: { code: -32602 } });
    socket.close();
  });
}
