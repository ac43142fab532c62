import { getAddress } from "viem";
import { loadAssets } from "../../../../spec/registry.ts";
import { evmClientScenario } from "../../../methods/exact-evm/scenarios.ts";

const PAYMENTS = 10;

export const scenarios = [
  evmClientScenario({
    id: "client/exact-evm-eip3009/domains",
    title: "Offers tokens with unusual EIP-712 domains, another contract, and another chain",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      const domain = async (as: string, name: string, version: string): Promise<unknown> => await seat.fetch({ as, accepts: [seat.offer({ extra: { name, version } })] });
      await domain("domain-other-name", "Conformance Dollar", "2");
      await domain("domain-other-version", seat.node.token.name, "7.1-beta");
      await domain("domain-non-ascii", "Złoty — 元", "β");
      // Of a token that nobody knows the offer alone says what its domain is.
      await seat.fetch({ as: "domain-other-token", accepts: [seat.offer({ asset: seat.recipient(), extra: { name: "Conformance Dollar", version: "7" } })] });
      await seat.fetch({ as: "domain-other-contract", accepts: [seat.offer({ asset: seat.recipient() })] });
      const base = loadAssets().find(({ network }) => network === "eip155:8453");
      // Only a client that pays on Base answers this one, and then with Base's chain id.
      if (base?.eip712 !== undefined) await seat.fetch({ as: "domain-other-chain", accepts: [seat.offer({ network: base.network, asset: base.address, extra: { ...base.eip712 } })] });
    },
  }),
  evmClientScenario({
    id: "client/exact-evm-eip3009/amounts",
    title: "Offers the smallest amount and one that a double cannot hold",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "amount-one", accepts: [seat.offer({ amount: "1" })] });
      // Clients with a spending cap decline this one, which is theirs to do.
      await seat.fetch({ as: "amount-above-2-53", accepts: [seat.offer({ amount: "9007199254740993" })] });
    },
  }),
  evmClientScenario({
    id: "client/exact-evm-eip3009/window",
    title: "Gives the payment 60 and 600 seconds",
    async drive(seat) {
      for (const seconds of [60, 600]) await seat.fetch({ as: `window-${seconds}`, accepts: [seat.offer({ maxTimeoutSeconds: seconds })] });
    },
  }),
  evmClientScenario({
    id: "client/exact-evm-eip3009/nonces",
    title: "Sells the same thing ten times, most of it at once",
    async drive(seat) {
      const offer = seat.offer();
      const buy = async (index: number): Promise<unknown> => await seat.fetch({ as: `nonce-${index}`, accepts: [offer] });
      await buy(0);
      await buy(1);
      await Promise.all(Array.from({ length: PAYMENTS - 2 }, (_, index) => buy(index + 2)));
    },
  }),
  evmClientScenario({
    id: "client/exact-evm-eip3009/addresses",
    title: "Writes the addresses of an offer with checksum and in lower case",
    async drive(seat) {
      const offer = seat.offer();
      await seat.fetch({ as: "address-checksummed", accepts: [{ ...offer, asset: getAddress(offer.asset), payTo: getAddress(offer.payTo) }] });
      await seat.fetch({ as: "address-lower", accepts: [{ ...offer, asset: offer.asset.toLowerCase(), payTo: offer.payTo.toLowerCase() }] });
    },
  }),
];
