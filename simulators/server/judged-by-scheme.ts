import type { CarryingRequest, SchemeServer } from "../schemes/scheme.ts";
import { type FacilitatorClient, FacilitatorError } from "./facilitator-client.ts";

/** Stands in the facilitator's place where the scheme judges and settles payments itself: for the one payment that a request carried. */
export function judgedByScheme(options: { judge: NonNullable<SchemeServer["judge"]>; request: CarryingRequest }): FacilitatorClient {
  const { judge, request } = options;
  const toJudge = ({ payment, requirements }: Parameters<FacilitatorClient["verify"]>[0]) => ({ payload: payment.payload, accepted: payment.accepted, requirements, request });
  return {
    url: "",
    async verify(asked) {
      try {
        const { isValid, invalidReason = "unexpected_verify_error" } = await judge.verify(toJudge(asked));
        return isValid ? { isValid, sidechannel: undefined } : { isValid, invalidReason };
      } catch (cause) {
        throw new FacilitatorError({ code: "unexpected_verify_error", message: messageOf(cause), cause });
      }
    },
    async settle(asked) {
      try {
        return { settlement: await judge.settle(toJudge(asked)), sidechannel: undefined };
      } catch (cause) {
        throw new FacilitatorError({ code: "unexpected_settle_error", message: messageOf(cause), cause });
      }
    },
    supports: async () => await Promise.resolve(true),
    kind: async () => await Promise.resolve(undefined),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
