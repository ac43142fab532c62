import { encodeFunctionData } from "viem";
import { blockAddress, conformanceTokenAbi, fundWallets, installToken } from "../../../../simulators/chains/evm/index.ts";
import { type EvmEnvelope, evmFacilitatorScenario, type EvmFacilitatorSeat } from "../../../methods/exact-evm/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";

/** Settlement and what the chain can do to it: scheme_exact_evm.md §1 Phase 3. */

/** Puts a signed authorization on the chain behind the facilitator's back. */
async function useNonce(seat: EvmFacilitatorSeat, envelope: EvmEnvelope): Promise<void> {
  const { signature, authorization } = envelope.paymentPayload.payload;
  const { from, to, value, validAfter, validBefore, nonce } = authorization as Record<string, `0x${string}`>;
  if (from === undefined || to === undefined || nonce === undefined) throw new Error("The payment has no authorization");
  await seat.node.operator.send({
    to: seat.node.asset,
    data: encodeFunctionData({
      abi: conformanceTokenAbi,
      functionName: "transferWithAuthorization",
      args: [from, to, BigInt(String(value)), BigInt(String(validAfter)), BigInt(String(validBefore)), nonce, signature as `0x${string}`],
    }),
  });
}

const control = async (seat: EvmFacilitatorSeat): Promise<void> => {
  await seat.verify(await seat.payment(), "control");
  await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
};

export const scenarios = [
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/settle",
    title: "Settle a good payment and look at the transaction",
    async drive(seat) {
      await control(seat);
      await seat.observe("before");
      await seat.settleGood("settle");
      await seat.observe();
    },
  }),
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/nonce-used",
    title: "Verify and settle a payment whose nonce was used behind the facilitator's back",
    async drive(seat) {
      await control(seat);
      const used = await seat.payment();
      await useNonce(seat, used);
      await seat.verify(used, "used-verify");
      await seat.settle(used, "used-settle");
      await seat.observe();
    },
  }),
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/simulate/paused",
    title: "Verify a payment, then one in a token that is paused",
    wallets: { payer: { balance: 1_000_000n }, token: { balance: 0n } },
    async drive(seat) {
      const asset = seat.wallet("token").address;
      await installToken({ node: seat.node, token: { address: asset } });
      await fundWallets({ node: seat.node, asset, wallets: [{ address: seat.wallet().address, amount: 1_000_000n }] });
      const requirements = seat.requirements({ asset });
      await seat.verify(await seat.payment({ requirements }), "control");
      const wrong = await seat.payment({ requirements });
      await seat.node.operator.send({ to: asset, data: encodeFunctionData({ abi: conformanceTokenAbi, functionName: "setPaused", args: [true] }) });
      seat.mark("failure", { classes: ["simulation", "transaction"] });
      await seat.verify(wrong, "edited");
    },
  }),
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/domain-missing",
    title: "Verify a payment, then one whose offer names no signing domain, in a token that is not called USDC",
    wallets: { payer: { balance: 1_000_000n }, token: { balance: 0n } },
    async drive(seat) {
      await seat.verify(await seat.payment(), "known-token");
      const asset = seat.wallet("token").address;
      await installToken({ node: seat.node, token: { address: asset, name: "Conformance Dollar", version: "7" } });
      await fundWallets({ node: seat.node, asset, wallets: [{ address: seat.wallet().address, amount: 1_000_000n }] });
      await seat.verify(await seat.payment({ requirements: seat.requirements({ asset, extra: { name: "Conformance Dollar", version: "7" } }) }), "control");
      // Signed under the domain a guess would come to: only guessing can find it valid.
      const guessed = await seat.payment({ requirements: seat.requirements({ asset, extra: { name: "USDC", version: "2" } }) });
      for (const offer of [guessed.paymentPayload.accepted, guessed.paymentRequirements]) delete offer["extra"];
      await seat.verify(guessed, "edited");
    },
  }),
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/reverted",
    title: "Settle a payment whose transaction reverts on the chain",
    // Its broadcast is held while the payer is blocked; other cases' broadcasts are not to queue behind it.
    instance: "fresh",
    wallets: { payer: { balance: 1_000_000_000n }, unlucky: { balance: 1_000_000_000n } },
    async drive(seat) {
      await control(seat);
      const doomed = await seat.payment({ payer: "unlucky" });
      seat.chain.script({ beforeBroadcast: async () => void (await blockAddress({ node: seat.node, address: seat.wallet("unlucky").address })) });
      await seat.settle(doomed, "doomed-settle");
      await seat.observe();
    },
  }),
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/no-receipt",
    title: "Settle a payment whose receipt never comes",
    instance: "fresh",
    confirmationTimeoutSeconds: 1,
    async drive(seat) {
      await control(seat);
      seat.chain.script({ hideReceipts: true });
      await seat.settle(await seat.payment(), "unconfirmed");
      await seat.observe();
    },
  }),
  ...(["pay-to", "amount"] as const).map((id) =>
    evmFacilitatorScenario({
      id: `facilitator/exact-evm-eip3009/other-requirements/${id}`,
      title: `Settle a payment whose receipt is late, then present it for requirements with another ${id === "amount" ? "amount" : "payTo"}`,
      instance: "fresh",
      confirmationTimeoutSeconds: 1,
      async drive(seat) {
        await control(seat);
        const asked = seat.requirements();
        const other = await seat.payment({ requirements: seat.requirements(id === "amount" ? { amount: "1" } : { payTo: seat.wallet("stranger").address }) });
        seat.chain.script({ hideReceipts: true });
        await seat.settle(other, "other");
        seat.chain.script({});
        await seat.settle(edited(other, (copy) => void (copy.paymentPayload.accepted = copy.paymentRequirements = { ...asked })), "presented");
        await seat.observe();
      },
    }),
  ),
];
