import { serverScenario } from "../../../seats/server-seat.ts";

const OURS = "conformance-echo";

interface Echo {
  info: Record<string, unknown>;
}

/** The echoed declaration, where the target advertised one. */
function echo(payment: { extensions?: unknown }): Echo | undefined {
  return (payment.extensions as Record<string, Echo> | undefined)?.[OURS];
}

export const scenarios = [
  serverScenario({
    id: "server/core-types/extensions",
    title: "Repeats an advertised extension as it is, and with a member more",
    needs: { features: ["facilitator", "routes"], routes: ["extended"] },
    async drive(seat) {
      await seat.pay({ as: "good", route: "extended" });
      await seat.pay({
        as: "appended",
        route: "extended",
        edit(payment) {
          const declared = echo(payment);
          if (declared !== undefined) declared.info = { ...declared.info, appended: "by the client" };
        },
      });
    },
  }),
  serverScenario({
    id: "server/core-types/extension-tampered",
    title: "Repeats an extension that the target supports, and then overwrites a member of its info",
    // Who only passes the declaration on does not depend on what comes back.
    needs: { features: ["facilitator", "routes"], routes: ["extended"], extensions: [OURS] },
    async drive(seat) {
      await seat.pay({ as: "good", route: "extended" });
      await seat.pay({
        as: "tampered",
        route: "extended",
        edit(payment) {
          const declared = echo(payment);
          if (declared !== undefined) declared.info = { ...declared.info, marker: "overwritten" };
        },
      });
    },
  }),
  serverScenario({
    id: "server/core-types/without-extensions",
    title: "Pays with empty extensions, and without the member, where none are advertised",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good", edit: (payment) => (payment.extensions ??= {}) });
      await seat.pay({ as: "without-extensions", edit: (payment) => delete payment.extensions });
    },
  }),
];
