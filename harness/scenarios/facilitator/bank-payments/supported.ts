import type { RailWallet } from "../../../../simulators/rails/index.ts";
import { onBanks } from "./banks.ts";
import { pay, timelineOf } from "./drive.ts";

/** What a facilitator says of itself: bank-payments.md, 6.9. */
export const scenarios = onBanks((bank) => [
  {
    id: "supported",
    title: "Read what the facilitator supports and whom it names as signers",
    // The keys it was given are then known.
    instance: "fresh",
    async drive(seat) {
      const { address, platformKeys } = seat.chain.sponsorWallet as RailWallet;
      await seat.verify(await pay(seat, bank), "control");
      await seat.verify(await pay(seat, bank, { token: `pm_nobodys${timelineOf(seat).slice(-12)}` }), "edited");
      seat.mark("given", {
        secrets: [...Object.values(platformKeys).flatMap(({ id, secret }) => [id, secret]), ...seat.servers.map(({ credential }) => credential)],
        accounts: [address, ...seat.servers.map(({ account }) => account)],
      });
      await seat.supported();
    },
  },
]);
