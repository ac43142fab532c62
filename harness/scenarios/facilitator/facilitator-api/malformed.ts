import { method as evm } from "../../../methods/exact-evm/method.ts";
import { method as svm } from "../../../methods/exact-svm/method.ts";
import { edited, type Envelope, facilitatorScenario } from "../../../seats/facilitator-seat.ts";

/** Requests that are no x402 request. Afterwards a good one must still be answered. */

const json = (value: unknown): string => JSON.stringify(value);
const without = (...path: readonly string[]) => (control: Envelope): string =>
  json(
    edited(control, (copy) => {
      let place = copy as unknown as Record<string, unknown>;
      for (const step of path.slice(0, -1)) place = place[step] as Record<string, unknown>;
      delete place[path.at(-1) ?? ""];
    }),
  );
const replaced = (value: unknown, ...path: readonly string[]) => (control: Envelope): string =>
  json(
    edited(control, (copy) => {
      let place = copy as unknown as Record<string, unknown>;
      for (const step of path.slice(0, -1)) place = place[step] as Record<string, unknown>;
      place[path.at(-1) ?? ""] = value;
    }),
  );

const AUTHORIZATION = ["paymentPayload", "payload", "authorization"] as const;
const TRANSACTION = ["paymentPayload", "payload", "transaction"] as const;

interface Body {
  readonly id: string;
  /** Id of the payment method whose members it breaks; any where there is none. */
  readonly method?: string;
  readonly body: (control: Envelope) => string;
  /** Not what the text says, and yet nothing that was signed or is required is missing. */
  readonly readable?: boolean;
}

const BODIES: readonly Body[] = [
  { id: "no-json", body: () => "this is not JSON" },
  { id: "empty-body", body: () => "" },
  { id: "truncated", body: (control) => json(control).slice(0, -20) },
  { id: "empty-object", body: () => "{}" },
  { id: "null", body: () => "null" },
  { id: "array", body: (control) => json([control]) },
  { id: "string", readable: true, body: (control) => json(json(control)) },
  { id: "number", body: () => "2" },
  { id: "deep-nesting", body: () => `{"x402Version":2,"paymentPayload":${"[".repeat(5_000)}${"]".repeat(5_000)},"paymentRequirements":{}}` },
  { id: "no-payment-payload", body: without("paymentPayload") },
  { id: "no-payment-requirements", body: without("paymentRequirements") },
  { id: "no-accepted", readable: true, body: without("paymentPayload", "accepted") },
  { id: "no-payload", body: without("paymentPayload", "payload") },
  { id: "no-signature", method: evm.id, body: without("paymentPayload", "payload", "signature") },
  { id: "no-authorization", method: evm.id, body: without(...AUTHORIZATION) },
  { id: "no-nonce", method: evm.id, body: without(...AUTHORIZATION, "nonce") },
  { id: "null-payment-payload", body: replaced(null, "paymentPayload") },
  { id: "null-payment-requirements", body: replaced(null, "paymentRequirements") },
  { id: "null-payload", body: replaced(null, "paymentPayload", "payload") },
  { id: "null-authorization", method: evm.id, body: replaced(null, ...AUTHORIZATION) },
  { id: "array-payload", body: replaced([], "paymentPayload", "payload") },
  { id: "string-payment-payload", readable: true, body: (control) => replaced(Buffer.from(json(control.paymentPayload)).toString("base64"), "paymentPayload")(control) },
  { id: "number-signature", method: evm.id, body: replaced(1, "paymentPayload", "payload", "signature") },
  { id: "object-from", method: evm.id, body: replaced({}, ...AUTHORIZATION, "from") },
  { id: "short-nonce", method: evm.id, body: replaced("0x00", ...AUTHORIZATION, "nonce") },
  { id: "no-transaction", method: svm.id, body: without(...TRANSACTION) },
  { id: "null-transaction", method: svm.id, body: replaced(null, ...TRANSACTION) },
  { id: "number-transaction", method: svm.id, body: replaced(1, ...TRANSACTION) },
  { id: "object-transaction", method: svm.id, body: replaced({}, ...TRANSACTION) },
  { id: "empty-transaction", method: svm.id, body: replaced("", ...TRANSACTION) },
  { id: "short-transaction", method: svm.id, body: replaced("AAAA", ...TRANSACTION) },
  { id: "text-transaction", method: svm.id, body: replaced("no base64, no transaction", ...TRANSACTION) },
  { id: "no-amount", body: without("paymentRequirements", "amount") },
];

/** More than any payment needs, and never closed. A facilitator may refuse it or cut it off; how is not graded. */
const OVERSIZE: Body = { id: "facilitator/facilitator-api/oversize", body: (control: Envelope): string => `${json(control).slice(0, -1)},"padding":"${"x".repeat(3_000_000)}"` };

export const scenarios = [...BODIES.map((body) => ({ ...body, id: `facilitator/facilitator-api/malformed/${body.id}` })), OVERSIZE].map(({ id, method, body, readable }) =>
  facilitatorScenario({
    id,
    ...(method === undefined ? {} : { method }),
    title: `Verify a payment, then send /verify a malformed body (${id.split("/").at(-1) ?? ""}), then verify again`,
    async drive(seat) {
      const control = await seat.payment();
      await seat.verify(control, "control");
      if (readable === true) seat.mark("readable", true);
      await seat.request({ method: "POST", path: "/verify", headers: [["Content-Type", "application/json"]], body: body(control), as: "malformed" });
      await seat.verify(await seat.payment(), "control-after");
    },
  }),
);
