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
    title: "Repeats an advertised extension as it is, with a member more, with a member overwritten, and not at all",
    needs: { features: ["facilitator", "routes"], routes: ["extended"] },
    async drive(seat) {
      const pay = async (as: string, edit: (payment: { extensions?: unknown }) => void): Promise<void> => void (await seat.pay({ as, route: "extended", edit }));
      await pay("good", () => undefined);
      await pay("appended", (payment) => {
        const declared = echo(payment);
        if (declared !== undefined) declared.info = { ...declared.info, appended: "by the client" };
      });
      await pay("tampered", (payment) => {
        const declared = echo(payment);
        if (declared !== undefined) declared.info = { ...declared.info, marker: "overwritten" };
      });
      await pay("without-extensions", (payment) => delete payment.extensions);
      // A route that advertises none, so that the check does not hang on an extension of ours.
      await seat.pay({ as: "plain", edit: (payment) => delete payment.extensions });
    },
  }),
];
