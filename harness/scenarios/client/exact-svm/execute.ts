import type { PaymentRequirements } from "../../../../spec/types.ts";
import { SvmNodeError, type SvmChain } from "../../../../simulators/chains/svm/index.ts";
import { addSignatures, feePayerOf, keyPairFromPrivateKey, parseBase64Transaction, serializeBase64Transaction } from "../../../../simulators/chains/svm/wire/index.ts";
import type { ExecutedMark } from "../../../checks/exact-svm/execution.client.ts";
import { object } from "../../../checks/client-steps.ts";
import type { ServerScript } from "../../../seats/client-case.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";

/**
 * A server that signs what comes as the fee payer and sends it, without a look at what it does: whether a
 * transaction executes is one question, whether a facilitator would sponsor it another.
 */
export function executing(options: { seat: ClientSeat<SvmChain>; as: string; offer: PaymentRequirements }): ServerScript {
  const { seat, as, offer } = options;
  return async (request) => {
    if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts: [offer] });
    const mark = await execute({ seat, as, offer, payment: request.payment });
    if (mark !== undefined) seat.mark("executed", mark);
    return mark?.outcome === "executed" ? seat.paid(request) : seat.settlementFailed(request);
  };
}

/** `undefined` for what we cannot sign: what cannot be read, and what has another fee payer. */
async function execute(options: { seat: ClientSeat<SvmChain>; as: string; offer: PaymentRequirements; payment: unknown }): Promise<ExecutedMark | undefined> {
  const { seat, as, offer } = options;
  const { transaction } = object(object(options.payment)["payload"]);
  const parsed = typeof transaction === "string" ? parseBase64Transaction(transaction) : undefined;
  if (typeof transaction !== "string" || parsed?.ok !== true || feePayerOf(parsed.transaction.message) !== seat.sponsor.address) return undefined;
  const signed = addSignatures({ transaction: parsed.transaction, signers: [keyPairFromPrivateKey(seat.sponsor.privateKey)] });
  const balance = async (): Promise<bigint> => (await seat.node.balances({ accounts: [offer.payTo], asset: offer.asset }))[0]?.amount ?? 0n;
  const before = await balance();
  try {
    await seat.node.send({ transaction: serializeBase64Transaction(signed) });
    return { as, transaction, outcome: "executed", received: String((await balance()) - before) };
  } catch (error) {
    // No answer of the node is a failure of ours, and none of the payment's.
    if (!(error instanceof SvmNodeError) || error.code !== "svm.rpc-error") throw error;
    return { as, transaction, outcome: "failed", error: error.message.slice(0, 500), received: "0", standIns: seat.node.standIns };
  }
}
