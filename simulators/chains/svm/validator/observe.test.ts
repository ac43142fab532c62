import { afterAll, beforeAll, describe } from "vitest";
import type { SvmChain } from "../chain.ts";
import { startEmbeddedChain } from "../embedded-chain.ts";
import { mintAuthority, mintOf, mints } from "../genesis.ts";
import { createRpcClient } from "../rpc-client.ts";
import type { RpcClient } from "../rpc-client.ts";
import { createObserver } from "./observe.ts";
import { slotAt } from "./slots.ts";
import { createTableMaker } from "./table-maker.ts";
import { chainSuite } from "./testing/chain-suite.ts";
import { withBlocks } from "./testing/with-blocks.ts";
import { createTreasury } from "./treasury.ts";

/**
 * What the wrapper does over RPC, done on the embedded node: so it is tested where no validator is. Funding, looking
 * and lookup tables are the wrapper's, the rest the node's own.
 */
const seed = "observe.test";
let chain: SvmChain;
let rpc: RpcClient;
beforeAll(async () => {
  const embedded = await startEmbeddedChain({ seed });
  rpc = createRpcClient({ url: embedded.rpcUrl });
  const authority = mintAuthority(seed);
  const treasury = createTreasury({ rpc, authority });
  const blocks = withBlocks({ rpc, chain: embedded });
  const observer = createObserver({ rpc: blocks, after: 0n });
  const makeTable = createTableMaker({ rpc, treasury, authority: authority.address });
  chain = {
    ...embedded,
    fund: (funds) => treasury.grant(funds.map(({ address, amount = 0n, nativeAmount = 0n }) => ({ address, mint: mints.usdc, amount, lamports: nativeAmount }))),
    fundToken: ({ mint, funds }) => treasury.grant(funds.map(({ address, amount = 0n }) => ({ address, mint: mintOf(mint) ?? mints.usdc, amount, lamports: 0n }))),
    position: () => slotAt({ rpc: blocks, commitment: "processed" }),
    transfers: ({ asset = mints.usdc.address, ...which }) => observer.transfers({ asset, ...which }),
    balances: ({ asset = mints.usdc.address, accounts }) => observer.balances({ asset, accounts }),
    transactions: (which) => observer.transactions(which),
    landed: (which) => observer.landed(which),
    createLookupTable: ({ addresses }) => makeTable(addresses),
  };
});
afterAll(() => Promise.all([rpc?.close(), chain?.stop()]));

describe("over RPC, as on a validator", () => chainSuite({ chain: () => chain }));
