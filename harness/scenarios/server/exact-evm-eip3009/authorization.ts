import { evmServerScenario } from "../../../methods/exact-evm/scenarios.ts";

const AT_ONCE = 20;

export const scenarios = [
  evmServerScenario({
    id: "server/exact-evm-eip3009/address-case",
    title: "Pays with the authorization's addresses in small letters",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      // The signature covers the bytes of an address, whatever its spelling.
      await seat.pay({
        as: "lower-case",
        edit: ({ payload }) => {
          const authorization = payload["authorization"] as Record<string, string>;
          for (const member of ["from", "to"]) authorization[member] = (authorization[member] ?? "").toLowerCase();
        },
      });
    },
  }),
  evmServerScenario({
    id: "server/exact-evm-eip3009/concurrent",
    title: "Sends one payment twenty times at once; the facilitator lets it settle once",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      const payment = await seat.payment();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      seat.facilitator.script({ settle: (call) => ({ ...call.plausible(), hold: held }) });
      const answers = Promise.all(Array.from({ length: AT_ONCE }, () => seat.request({ as: "at-once", payment })));
      // Held until all are under way: a server that settles each, or only the first, has its chance to.
      await Promise.race([seat.facilitator.arrived("settle", AT_ONCE), seat.facilitator.arrived("settle").then(() => seat.barrier()), answers]);
      release();
      await answers;
    },
  }),
];
