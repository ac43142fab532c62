import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { startAnvil } from "./anvil.ts";
import { startEvmNode } from "./node.ts";
import type { EvmNodeExit } from "./node.ts";
import { observeLatestBlock } from "./observe-transactions.ts";
import { multicall3Address, predeploys } from "./predeploys.ts";
import { defaultTokenAddress } from "./token.ts";

describe("startEvmNode", () => {
  test("gives a chain with the token and the contracts around it", async () => {
    await using node = await startEvmNode();
    expect(node).toMatchObject({
      chainId: 84532,
      network: "eip155:84532",
      asset: defaultTokenAddress,
      token: { name: "USDC", version: "2", symbol: "USDC", decimals: 6 },
    });
    expect(node.version).toMatch(/^anvil\/v\d+\.\d+\.\d+/);
    const codes = await node.rpc.batch<string>(
      [multicall3Address, node.asset, ...predeploys.map(({ address }) => address)].map((address) => ({
        method: "eth_getCode",
        params: [address, "latest"],
      })),
    );
    expect(codes.every((code) => code.length > 2)).toBe(true);
    // Nobody's account is unlocked but the harness's own.
    expect(await node.rpc.request({ method: "eth_accounts" })).toStrictEqual([node.operator.address.toLowerCase()]);
  });

  test("takes another chain id and token", async () => {
    await using node = await startEvmNode({ chainId: 8453, token: { name: "USD Coin" } });
    expect(node.network).toBe("eip155:8453");
    expect(node.token.name).toBe("USD Coin");
    expect(await node.rpc.request({ method: "eth_chainId" })).toBe("0x2105");
  });

  test("never lets block time run ahead of the wall clock, however many blocks there are", async () => {
    await using node = await startEvmNode();
    const first = await observeLatestBlock({ node });
    const send = () => node.operator.send({ to: node.operator.address, data: "0x" });
    await Promise.all(Array.from({ length: 30 }, send));
    const last = await observeLatestBlock({ node });
    expect(last.number - first.number).toBe(30n);
    // Were each block a second later than the one before, the chain would be half a minute ahead.
    expect(Number(last.timestamp)).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  });

  test("two at once get ports of their own", async () => {
    const nodes = await Promise.all([startEvmNode(), startEvmNode()]);
    expect(nodes[0].port).not.toBe(nodes[1].port);
    await Promise.all(nodes.map((node) => node.stop()));
  });

  test("says so when a fixed port is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(startEvmNode({ port })).rejects.toMatchObject({
      code: "evm.port-taken",
      message: expect.stringContaining(`Port ${port}`),
    });
    server.close();
  });

  test("takes a fixed port that is free", async () => {
    const first = await startEvmNode();
    await first.stop();
    await using second = await startEvmNode({ port: first.port });
    expect(second.port).toBe(first.port);
  });
});

describe("stopping", () => {
  test("is expected, may be asked for twice, and ends the answers", async () => {
    const node = await startEvmNode();
    const crashes: EvmNodeExit[] = [];
    node.onCrash((exit) => crashes.push(exit));
    await Promise.all([node.stop(), node.stop()]);
    await node.stop();
    expect(await node.exited).toMatchObject({ expected: true });
    expect(crashes).toStrictEqual([]);
    await expect(node.rpc.request({ method: "eth_chainId" })).rejects.toMatchObject({ code: "evm.rpc-unreachable" });
  });

  test("a crash in the middle of a run is told, with how it ended", async () => {
    await using node = await startEvmNode();
    const crash = new Promise<EvmNodeExit>((resolve) => node.onCrash(resolve));
    node.onCrash(() => {
      throw new Error("this one was taken back");
    })();
    process.kill(node.pid, "SIGKILL");
    expect(await crash).toMatchObject({ expected: false, signal: "SIGKILL" });
    expect(await node.exited).toMatchObject({ expected: false });
    await expect(node.rpc.request({ method: "eth_chainId" })).rejects.toMatchObject({ code: "evm.rpc-unreachable" });
  });
});

describe("the caller's signal", () => {
  test("that has fired already starts nothing", async () => {
    await expect(startEvmNode({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "evm.aborted" });
  });

  test("ends a start under way", async () => {
    const controller = new AbortController();
    const started = startEvmNode({ signal: controller.signal });
    controller.abort();
    await expect(started).rejects.toMatchObject({ code: "evm.aborted" });
  });

  test("ends a running node", async () => {
    const controller = new AbortController();
    const node = await startEvmNode({ signal: controller.signal });
    controller.abort();
    expect(await node.exited).toMatchObject({ expected: true });
    await node.stop();
  });
});

describe("a binary that does not work", () => {
  test("that is not there", async () => {
    await expect(startAnvil({ chainId: 1, binary: "no-such-anvil" })).rejects.toMatchObject({
      code: "evm.start-failed",
      message: expect.stringContaining("cannot start no-such-anvil"),
    });
  });

  test("that ends without listening", async () => {
    await expect(startAnvil({ chainId: 1, binary: process.execPath })).rejects.toMatchObject({ code: "evm.start-failed" });
  });
});
