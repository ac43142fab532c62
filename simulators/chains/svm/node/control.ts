/** What a harness may do to the chain, and a public node lets nobody do: methods of the path /control. One object of named parameters each. */
import type { JsonObject } from "../../../json.ts";
import { programs } from "../wire/program-ids.ts";
import { feePayerOf } from "../wire/transaction.ts";
import { encodeBase58 } from "../wire/base58.ts";
import { decodeBase64, parseTransaction } from "../wire/parse-transaction.ts";
import { createFunding } from "./funding.ts";
import type { Engine } from "./engine.ts";
import type { Method, Methods } from "./json-rpc.ts";
import { invalidParams } from "./json-rpc.ts";
import type { LandedTransaction } from "./ledger.ts";
import { addressParam, configParam, flagParam, listParam, stringParam, u64Param, wordParam } from "./params.ts";
import { decodeTokenAccount } from "../token-state.ts";
import { associatedTokenAddress } from "../wire/addresses.ts";

const many = 100_000;
/** Each holds the whole state: some megabytes. */
const maxSnapshots = 16;
const stages = ["landing", "confirmation"] as const;

export function controlMethods(engine: Engine): Methods {
  const { runtime, slots, ledger, landing, blockhashes } = engine;
  const funding = createFunding(runtime);
  const snapshots = new Map<string, () => void>();
  let snapshotCount = 0;
  const control = (run: (named: JsonObject) => unknown): Method => ({ params: [0, 1], run: ([named]) => run(configParam(named)) });
  const gate = (named: JsonObject) => ({ account: addressParam(named["account"]), stage: wordParam({ config: named, member: "stage", words: stages, otherwise: "landing" }) });

  const methods: Readonly<Record<string, Method>> = {
    fund: control((named) => {
      const funds = listParam(named["funds"], "funds", many).map((one) => {
        const { address, amount, lamports } = configParam(one);
        return { owner: addressParam(address), amount: u64Param(amount ?? 0, "amount"), lamports: u64Param(lamports ?? 0, "lamports") };
      });
      funding.fund({ mint: addressParam(named["mint"]), funds });
    }),
    setTokenAccount: control((named) => funding.setTokenAccount(named)),
    setAccount: control((named) => {
      const data = named["data"] === undefined ? new Uint8Array() : decodeBase64(stringParam(named["data"], "data"));
      if (data === undefined) throw invalidParams("Invalid params: expected data in base64");
      runtime.setAccount(addressParam(named["address"]), {
        lamports: u64Param(named["lamports"], "lamports"),
        data,
        owner: addressParam(named["owner"] ?? programs.system),
        executable: flagParam(named, "executable"),
      });
    }),
    position: control(() => ledger.sequence()),
    transfers: control((named) => {
      const accounts = new Set(listParam(named["accounts"], "accounts", many));
      const asset = addressParam(named["asset"]);
      return ledger.after(u64Param(named["after"], "after")).flatMap(({ movements, signature, sequence }) =>
        movements.flatMap((movement, index) =>
          movement.asset !== asset || !(accounts.has(movement.sender) || accounts.has(movement.recipient)) ? [] : [{ ...movement, transaction: signature, position: sequence, key: `${sequence}/${index}` }],
        ),
      );
    }),
    balances: control((named) => {
      const mint = named["asset"] === null ? undefined : addressParam(named["asset"]);
      const program = mint === undefined ? programs.token : (runtime.getAccount(mint)?.owner ?? programs.token);
      return listParam(named["accounts"], "accounts", many).map((owner) => {
        const address = addressParam(owner);
        if (mint === undefined) return runtime.getAccount(address)?.lamports ?? 0n;
        const account = runtime.getAccount(associatedTokenAddress({ owner: address, mint, tokenProgram: program }));
        return account === undefined ? 0n : (decodeTokenAccount(account)?.amount ?? 0n);
      });
    }),
    transactions: control((named) => {
      const waiting = new Map(landing.pending().map((parsed) => [encodeBase58(parsed.transaction.signatures[0] ?? new Uint8Array()), parsed]));
      return listParam(named["ids"], "ids", many).flatMap((id) => {
        const landed = ledger.find(String(id));
        if (landed !== undefined) return [shown(landed)];
        const pending = waiting.get(String(id));
        return pending === undefined ? [] : [{ id, sender: feePayerOf(pending.transaction.message), input: Buffer.from(pending.bytes).toString("base64"), status: "pending" }];
      });
    }),
    landed: control((named) => {
      const account = addressParam(named["account"]);
      return ledger.after(u64Param(named["after"] ?? 0, "after")).flatMap((landed) => (landed.keys.includes(account) ? [shown(landed)] : []));
    }),
    hold: control((named) => landing.hold(gate(named))),
    release: control((named) => landing.release(gate(named))),
    held: control((named) => {
      const account = addressParam(named["account"]);
      return landing.pending().flatMap(({ transaction: { message, signatures } }) => (feePayerOf(message) === account ? [encodeBase58(signatures[0] ?? new Uint8Array())] : []));
    }),
    setLandingDelay: control((named) => {
      const milliseconds = Number(u64Param(named["milliseconds"], "milliseconds"));
      landing.setDelay({ ...(named["account"] === undefined ? {} : { account: addressParam(named["account"]) }), milliseconds });
    }),
    setCommitmentSlots: control((named) => {
      const { confirmSlots, finalizeSlots } = slots.commitmentSlots;
      slots.setCommitmentSlots({ confirmSlots: u64Param(named["confirmSlots"] ?? confirmSlots, "confirmSlots"), finalizeSlots: u64Param(named["finalizeSlots"] ?? finalizeSlots, "finalizeSlots") });
    }),
    advanceSlots: control((named) => {
      const count = Number(u64Param(named["count"] ?? 1, "count"));
      if (count > many) throw invalidParams(`Invalid params: expected count to be at most ${many}`);
      slots.advance(count);
      return slots.block("processed").slot;
    }),
    issueBlockhash: control(() => slots.issueBlockhash()),
    expireBlockhash: control((named) => blockhashes.expire(stringParam(named["blockhash"], "blockhash"))),
    landTransaction: control((named) => {
      // For what the harness itself sends: no delay, no gate, and an answer.
      const bytes = decodeBase64(stringParam(named["transaction"], "transaction"));
      const parsed = bytes === undefined ? undefined : parseTransaction(bytes);
      if (parsed?.ok !== true) throw invalidParams("Invalid params: expected a transaction in base64");
      const simulation = engine.simulate(parsed, { verifySignatures: true });
      if (simulation.error !== undefined) return { error: simulation.error, logs: simulation.logs };
      landing.submit(parsed);
      return { signature: encodeBase58(parsed.transaction.signatures[0] ?? new Uint8Array()) };
    }),
    snapshot: control(() => {
      snapshotCount += 1;
      const id = String(snapshotCount);
      snapshots.set(id, engine.snapshot());
      if (snapshots.size > maxSnapshots) snapshots.delete(snapshots.keys().next().value ?? "");
      return id;
    }),
    restore: control((named) => {
      const restore = snapshots.get(stringParam(named["id"], "id"));
      if (restore === undefined) throw invalidParams(`Invalid params: there is no such snapshot; kept are the latest ${maxSnapshots}`);
      restore();
    }),
    stats: control(() => ({ pid: process.pid, rss: process.memoryUsage().rss, landed: ledger.sequence(), pending: landing.pending().length })),
  };
  return new Map(Object.entries(methods));
}

function shown({ signature, keys, bytes, error, sequence, fee }: LandedTransaction): unknown {
  return { id: signature, sender: keys[0], input: Buffer.from(bytes).toString("base64"), status: error === undefined ? "success" : "reverted", position: sequence, fee, error: error ?? null };
}
