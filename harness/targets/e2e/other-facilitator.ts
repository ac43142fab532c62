import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { families, familyOf } from "./families.ts";

/** A server's second facilitator. */
export interface OtherFacilitator {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Says that it supports everything and refuses every payment. Upstream's servers offer more methods
 * than the harness plays, and do not start when no facilitator lists them.
 *
 * @param options.networks CAIP-2 of the chains that are played on
 */
export async function startOtherFacilitator(options: { networks: readonly string[] }): Promise<OtherFacilitator> {
  const networks = [...new Set([...options.networks, ...families.map(({ network }) => network)])];
  const supported = {
    // The sponsor's address is for the families whose fees a facilitator pays by name; the others do not look at it.
    kinds: networks.flatMap((network) => ["exact", "upto", "batch-settlement"].map((scheme) => ({ x402Version: 2, scheme, network, extra: { feePayer: unusedAddress(network) } }))),
    extensions: ["bazaar", "eip2612GasSponsoring", "erc20ApprovalGasSponsoring"],
    signers: Object.fromEntries(families.map(({ namespace, unused }) => [`${namespace}:*`, [unused().address]])),
  };
  const server = createServer((request, response) => {
    request.resume();
    const asked = request.url === "/supported";
    response.writeHead(asked ? 200 : 500, { "content-type": "application/json" });
    response.end(JSON.stringify(asked ? supported : { error: "this facilitator settles nothing" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function unusedAddress(network: string): string | undefined {
  return familyOf(network)?.unused().address;
}
