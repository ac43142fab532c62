import { expect, test } from "vitest";
import type { PaymentToJudge } from "../schemes/scheme.ts";
import { judgedByScheme } from "./judged-by-scheme.ts";
import { DONE, OFFER } from "./testing/world.ts";

const request = { method: "GET", url: "http://shop.example/", headers: [["PAYMENT-SIGNATURE", "e30="]] as const };
const asked = { payment: { x402Version: 2 as const, accepted: OFFER, payload: { paymentId: "1" } }, requirements: OFFER };

test("a scheme that judges its payments is handed the request that carried them", async () => {
  const seen: PaymentToJudge[] = [];
  const judge = judgedByScheme({
    request,
    judge: {
      async verify(payment) {
        seen.push(payment);
        return await Promise.resolve({ isValid: false, invalidReason: "invalid_signature" });
      },
      async settle(payment) {
        seen.push(payment);
        return await Promise.resolve(DONE);
      },
    },
  });
  expect(await judge.verify(asked)).toEqual({ isValid: false, invalidReason: "invalid_signature" });
  expect(await judge.settle(asked)).toEqual({ settlement: DONE, sidechannel: undefined });
  for (const one of seen) expect(one).toEqual({ payload: asked.payment.payload, accepted: OFFER, requirements: OFFER, request });
});

test("what it cannot find out is nobody's yes", async () => {
  const broken = async (): Promise<never> => await Promise.reject(new Error("the network is away"));
  const judge = judgedByScheme({ request, judge: { verify: broken, settle: broken } });
  await expect(judge.verify(asked)).rejects.toMatchObject({ code: "unexpected_verify_error" });
  await expect(judge.settle(asked)).rejects.toMatchObject({ code: "unexpected_settle_error" });
});
