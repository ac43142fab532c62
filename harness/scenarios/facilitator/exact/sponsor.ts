import { encodeFunctionData, erc20Abi, serializeErc6492Signature } from "viem";
import { evmFacilitatorScenario } from "../../../methods/exact-evm/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";

/** What the sponsor may lose is the network's fee: scheme_exact.md, Critical Validation Requirements. */
export const scenarios = [
  evmFacilitatorScenario({
    id: "facilitator/exact/sponsor-safety",
    title: "Settle a good payment, then one whose ERC-6492 wrapper calls the token in the sponsor's name",
    // The sponsor's balances are compared, so nobody else may settle through it meanwhile.
    instance: "fresh",
    async drive(seat) {
      seat.chain.watch({ accounts: [seat.chain.sponsor] });
      seat.mark("sponsor", seat.chain.sponsor);
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
      await seat.observe("before");
      await seat.settleGood("settle");
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [seat.wallet("stranger").address, 1_000n] });
      const wrapped = edited(await seat.payment(), (copy) => {
        const signature = copy.paymentPayload.payload.signature as `0x${string}`;
        copy.paymentPayload.payload.signature = serializeErc6492Signature({ address: seat.node.asset, data, signature });
      });
      await seat.verify(wrapped, "draining-verify");
      await seat.settle(wrapped, "draining-settle");
      await seat.observe();
    },
  }),
];
