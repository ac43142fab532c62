import { serverScenario, type ServerSeat } from "../../../seats/server-seat.ts";

/** What leaves the server while settlement is still open. */

/** More than any buffer on the way, so that a server that streams shows it. */
const LARGE = 512 * 1024;

async function payWhileSettlementIsHeld(seat: ServerSeat): Promise<void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  seat.facilitator.script({ settle: (call) => ({ ...call.plausible(), hold: held }) });
  let bytes = 0;
  const answered = seat.pay({
    as: "good",
    onBody: (chunk) => {
      if (bytes === 0) seat.mark("first-bytes", { as: "good" });
      bytes += chunk.byteLength;
    },
  });
  // A server that never settles answers instead.
  await Promise.race([seat.facilitator.arrived("settle"), answered]);
  await seat.barrier();
  release();
  await answered;
}

export const scenarios = [
  serverScenario({
    id: "server/http/settle-held",
    title: "Holds settlement back while other requests come and go, then lets it succeed",
    needs: { features: ["facilitator"], routes: ["basic"] },
    drive: payWhileSettlementIsHeld,
  }),
  serverScenario({
    id: "server/http/settle-held-large",
    title: "The same with half a megabyte of content",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    async drive(seat) {
      seat.upstream.script(() => ({ json: { content: seat.upstream.marker, filler: "x".repeat(LARGE) } }));
      await payWhileSettlementIsHeld(seat);
    },
  }),
];
