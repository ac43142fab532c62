import { agentOrigin, DIRECTORY_PATH, SIGNATURE_AGENT } from "../../../../simulators/http-signatures/index.ts";
import { createHttpFetch } from "../../../../simulators/transports/http/http-fetch.ts";
import type { PaymentRequirements } from "../../../../spec/types.ts";
import { EXTENSIONS } from "../../../methods/batch-settlement-cloudflare/method.ts";
import { type CloudflareClientSeat, cloudflareClientScenario } from "../../../methods/batch-settlement-cloudflare/scenarios.ts";
import type { ClientRequest } from "../../../seats/client-case.ts";
import { headerValue } from "../../../trace/headers.ts";
import type { Script } from "../../../world/script.ts";

/** What an agent pays on cloudflare:402, and how it signs. */

const SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: { registrationUrl: { type: "string", format: "uri" }, signatureSchemes: { type: "array", items: { type: "string" } }, tags: { type: "array", items: { type: "string" } } },
  required: ["registrationUrl", "signatureSchemes"],
};

/** Cents: some clients cap what they pay. */
const PRICE = "25";
const DIRECTORY_BYTES = 64 * 1024;

const fetchDirectory = createHttpFetch({ bodyBytes: DIRECTORY_BYTES });

/** An offer as the text has it. */
function offer(seat: CloudflareClientSeat, edit: Partial<PaymentRequirements> = {}): PaymentRequirements {
  return seat.offer({ amount: PRICE, maxTimeoutSeconds: 30, ...edit });
}

/** The same without the members named. */
function without(offered: PaymentRequirements, ...members: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(offered).filter(([name]) => !members.includes(name)));
}

function receipt(seat: CloudflareClientSeat, request: ClientRequest, amount: string): Script {
  return seat.paid(request, { payer: seat.wallet().agent, amount, extra: { timestamp: Math.floor(seat.now() / 1000) } });
}

/** The payment with its offer whole: the text's example of accepted leaves out what the network does not need. What is signed is the header, and stays. */
function asOffered(request: ClientRequest, offered: PaymentRequirements): ClientRequest {
  const payment = typeof request.payment === "object" && request.payment !== null ? (request.payment as { readonly accepted?: Readonly<Record<string, unknown>> }) : {};
  const isWhole = (["scheme", "network", "amount", "asset", "payTo"] as const).every((member) => payment.accepted?.[member] === offered[member]);
  return isWhole ? { ...request, payment: { ...payment, accepted: offered } } : request;
}

/** Tells checks whose key the client was given. */
function markAgent(seat: CloudflareClientSeat): void {
  const { agent, jwk } = seat.wallet();
  seat.mark("agent", { agent, jwk });
}

/** Looks for the keys of an agent where the text says that they are. */
async function markDirectory(seat: CloudflareClientSeat, value: string): Promise<void> {
  const named = agentOrigin(value);
  if (named === undefined) return;
  // A bare host means https: of the agent that was given out, it means the host that there is.
  const given = seat.wallet().agent;
  const agent = new URL(named).host === new URL(given).host ? given : named;
  const url = `${agent}${DIRECTORY_PATH}`;
  try {
    const { status, body } = await fetchDirectory({ method: "GET", url, headers: [["Accept", "*/*"]], signal: seat.signal });
    seat.mark("directory", { agent: value, url, status, body: parsed(body) });
  } catch (error) {
    seat.mark("directory", { agent: value, url, error: error instanceof Error ? error.message : String(error) });
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

export const scenarios = [
  cloudflareClientScenario({
    id: "client/batch-settlement-cloudflare/paid",
    title: "Offers a resource on credit, and then another one at another price; looks up the keys of whoever signs",
    async drive(seat) {
      markAgent(seat);
      const agents = new Set<string>();
      for (const [as, amount] of [["good", PRICE], ["good-dearer", "40"]] as const) {
        const offered = offer(seat, { amount });
        await seat.fetch({
          as,
          server(request) {
            if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts: [offered] });
            const agent = headerValue({ headers: request.headers, name: SIGNATURE_AGENT });
            if (agent !== undefined) agents.add(agent);
            // By the network, which has the commitment from here.
            return seat.settle(asOffered(request, offered), offered);
          },
        });
      }
      for (const agent of [...agents].slice(0, 2)) await markDirectory(seat, agent);
    },
  }),
  cloudflareClientScenario({
    id: "client/batch-settlement-cloudflare/timeouts",
    title: "Offers thirty seconds to pay, none, and nothing on the matter",
    async drive(seat) {
      markAgent(seat);
      await seat.fetch({ as: "good", accepts: [offer(seat)] });
      await seat.fetch({ as: "timeout-missing", accepts: [without(offer(seat), "maxTimeoutSeconds")] });
      await seat.fetch({ as: "timeout-zero", accepts: [offer(seat, { maxTimeoutSeconds: 0 })] });
    },
  }),
  cloudflareClientScenario({
    id: "client/batch-settlement-cloudflare/price-raised",
    title: "Sells a resource without a time for its price, then asks more for it",
    async drive(seat) {
      markAgent(seat);
      await seat.fetch({ as: "good", accepts: [offer(seat)] });
      for (const amount of [PRICE, "40"]) {
        const accepts = [without(offer(seat, { amount }), "maxTimeoutSeconds")];
        // Whatever is paid is taken, so that nobody is asked twice for one request.
        await seat.fetch({ as: "raised", server: (request) => (request.payment === undefined ? seat.paymentRequired({ step: "raised", accepts }) : receipt(seat, request, amount)) });
      }
    },
  }),
  cloudflareClientScenario({
    id: "client/batch-settlement-cloudflare/price-untold",
    title: "Tells the price of a resource to agents alone that sign their request",
    async drive(seat) {
      markAgent(seat);
      await seat.fetch({ as: "good", accepts: [offer(seat)] });
      const priced = offer(seat);
      await seat.fetch({
        as: "untold",
        server(request) {
          if (request.payment !== undefined) return receipt(seat, request, PRICE);
          const isSigned = headerValue({ headers: request.headers, name: "Signature-Input" }) !== undefined;
          return seat.paymentRequired({ step: "untold", accepts: [isSigned ? priced : without(priced, "amount")] });
        },
      });
    },
  }),
  cloudflareClientScenario({
    id: "client/http-message-signatures/schema",
    title: "Offers with the schema of http-message-signatures, and without it",
    async drive(seat) {
      markAgent(seat);
      await seat.fetch({ as: "good", accepts: [offer(seat)], extensions: { "http-message-signatures": { ...EXTENSIONS["http-message-signatures"], schema: SCHEMA } } });
      await seat.fetch({ as: "schema-missing", accepts: [offer(seat)] });
    },
  }),
];
