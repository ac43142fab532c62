/** The faucet. */
import type { KeyPair } from "../../wire/keys.ts";
import { encodeBase58 } from "../../wire/base58.ts";
import { compileMessage } from "../../wire/compile-message.ts";
import { transferSol } from "../../wire/instructions/system.ts";
import { parseTransaction } from "../../wire/parse-transaction.ts";
import { serializeTransaction } from "../../wire/serialize-transaction.ts";
import { signTransaction } from "../../wire/sign-transaction.ts";
import type { Engine } from "../engine.ts";
import type { Method } from "../json-rpc.ts";
import { RpcError } from "../json-rpc.ts";
import { addressParam, configParam, u64Param } from "../params.ts";

export function airdropMethods(options: { readonly engine: Engine; readonly faucet: KeyPair }): Readonly<Record<string, Method>> {
  const { engine, faucet } = options;
  return {
    requestAirdrop: {
      params: [2, 3],
      run([to, lamports, settings]) {
        const recipient = addressParam(to);
        const amount = u64Param(lamports, "lamports");
        configParam(settings);
        // A blockhash for each, or two equal airdrops in one slot would be one transaction.
        const { blockhash } = engine.slots.issueBlockhash();
        const message = compileMessage({ feePayer: faucet.address, blockhash, instructions: [transferSol({ from: faucet.address, to: recipient, lamports: amount })] });
        const parsed = parseTransaction(serializeTransaction(signTransaction({ message, signers: [faucet] })));
        if (!parsed.ok) throw new RpcError(-32_603, "Internal error");
        // Too much, or too little to be exempt from rent, is told to nobody: such an airdrop never lands.
        engine.landing.submit(parsed);
        return encodeBase58(parsed.transaction.signatures[0] ?? new Uint8Array());
      },
    },
  };
}
