import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { serverScenario } from "../../../seats/server-seat.ts";
import type { Script } from "../../../world/script.ts";

/** Answers to verify from which nobody can learn whether the payment is good. */
const UNREADABLE: Readonly<Record<string, Script>> = {
  dropped: { drop: "before-headers" },
  "cut-in-body": { json: { isValid: true, payer: "0x0000000000000000000000000000000000000001" }, drop: "mid-body" },
  "not-http": { raw: "this is not HTTP\r\n\r\n" },
  "not-json": { headers: [["Content-Type", "text/html"]], body: "<html><body>502 Bad Gateway</body></html>" },
  "truncated-json": { headers: [["Content-Type", "application/json"]], body: '{"isValid":tr' },
  empty: { headers: [["Content-Type", "application/json"]], body: "" },
  "json-array": { json: [] },
  redirect: { status: 308, headers: [["Location", "http://127.0.0.1:9/verify"]] },
  flood: { headers: [["Content-Type", "application/json"]], body: Buffer.alloc(16 * 1024 * 1024, "x") },
};

/** The URL of a port nobody listens on: bound once, and given back. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export const scenarios = [
  serverScenario({
    id: "server/payment-flow/verify-unreadable",
    title: "Lets verify drop the connection, answer garbage, half a JSON, a redirect and 16 MB of nothing",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      for (const [name, script] of Object.entries(UNREADABLE)) {
        seat.facilitator.script({ verify: () => script });
        await seat.pay({ as: `unreadable-${name}` });
      }
    },
  }),
  serverScenario({
    id: "server/payment-flow/settle-unreadable",
    title: "Lets settle drop the connection, answer garbage and half a JSON",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const answers: Readonly<Record<string, Script>> = {
        dropped: { drop: "before-headers" },
        "cut-in-body": { json: { success: true, transaction: `0x${"5e".repeat(32)}`, network: seat.route("basic").accepts[0]?.network }, drop: "mid-body" },
        "not-json": { headers: [["Content-Type", "text/html"]], body: "<html><body>502 Bad Gateway</body></html>" },
        "truncated-json": { headers: [["Content-Type", "application/json"]], body: '{"success":true,"trans' },
      };
      for (const [name, script] of Object.entries(answers)) {
        seat.facilitator.script({ settle: () => script });
        await seat.pay({ as: `unreadable-${name}` });
      }
    },
  }),
  serverScenario({
    id: "server/payment-flow/facilitator-unreachable",
    title: "Starts the target beside a facilitator that works, one that nobody runs, and ones whose /supported cannot be read",
    needs: { features: ["facilitator"], routes: ["basic"] },
    instance: "fresh",
    async drive(seat) {
      const working = await seat.start({ as: "working" });
      if (working !== undefined) await seat.pay({ as: "good", instance: working });
      const payment = await seat.payment();
      const nobody = await seat.start({ as: "unreachable", facilitators: [await deadUrl()] });
      if (nobody !== undefined) {
        await seat.request({ as: "down-unpaid", instance: nobody });
        await seat.request({ as: "down-paid", instance: nobody, payment });
      }
      const moved = await seat.start({ as: "supported-308", scripts: { supported: () => ({ status: 308, headers: [["Location", "https://www.facilitator.example/supported"]] }) } });
      if (moved !== undefined) await seat.request({ as: "down-supported-308", instance: moved });
      const broken = await seat.start({ as: "supported-garbage", scripts: { supported: () => ({ body: "<html>not found</html>" }) } });
      if (broken !== undefined) await seat.request({ as: "down-supported-garbage", instance: broken });
    },
  }),
];
