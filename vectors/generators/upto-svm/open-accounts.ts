import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, pick, refusedRows } from "../../generate/rows.ts";
import { ataOf, derive, MINTS, PROGRAMS } from "../svm/_keys.ts";
import { FLAGS } from "./_flags.ts";
import { channelOf, uptoWorld } from "./_world.ts";
import type { Seeds } from "./_world.ts";

export const vectors = defineVectors({
  operation: "upto.svm.open.accounts",
  description: "The accounts of the instruction that opens a channel on Solana. Newer text than the pinned revision (schemes/upto/scheme_upto_svm.md).",
  requirements: ["upto.svm.open-accounts", "upto.svm.client.channel-id", "upto.svm.role-unions"],
  flags: pick(FLAGS, "AccountOrder", "TokenProgram", "RoleUnion", "ChannelNotDerived", "AddressForm", "NumberForm"),
  groups: async ({ seeded }) => {
    const { keys, seeds } = await uptoWorld(seeded);
    const eventAuthority = (await derive({ program: PROGRAMS.channels, seeds: [new TextEncoder().encode("event_authority")] })).address;
    const input = { ...seeds, tokenProgram: PROGRAMS.token as string };
    const accounts = async (edit: Partial<typeof input> = {}) => {
      const all = { ...input, ...edit };
      const channel = await channelOf(all as Seeds);
      const token = async (owner: string) => (await ataOf({ owner, mint: all.asset, tokenProgram: all.tokenProgram })).address;
      const rights = (address: string, writable = false, signer = false) => ({ address, writable, signer });
      return {
        accounts: [
          rights(all.from, true, true), rights(all.feePayer, true, true), rights(all.feePayer), rights(all.asset), rights(all.receiverAuthorizer), rights(channel, true), rights(await token(all.from), true), rights(await token(channel), true),
          rights(all.tokenProgram), rights(PROGRAMS.system), rights("SysvarRent111111111111111111111111111111111"), rights(PROGRAMS.ata), rights(eventAuthority), rights(PROGRAMS.channels),
        ],
      };
    };
    const plain = valid({ id: "plain", comment: "USDC", flags: ["AccountOrder"], input, output: await accounts() });
    const good = async (id: string, member: keyof typeof input, to: string | number, flag: keyof typeof FLAGS, comment: string) => goodRows(plain, [[id, `/${member}`, to, flag, comment, await accounts({ [member]: to })]]);
    return [{
      name: "opens",
      comment: "Channels on mainnet",
      shared: { program: PROGRAMS.channels, eventAuthority },
      tests: [
        plain,
        ...(await good("token-2022", "tokenProgram", PROGRAMS.token2022, "TokenProgram", "A mint of Token-2022: both token accounts are others")),
        ...(await good("mint-other", "asset", MINTS.pyusd, "AccountOrder", "Another mint: the channel and both token accounts are others")),
        ...(await good("nonce-greatest", "nonce", "18446744073709551615", "NumberForm", "The greatest nonce")),
        ...(await good("slot-above-2-pow-32", "openSlot", 2 ** 33, "NumberForm", "A slot above 32 bits")),
        ...(await good("authorizer-is-fee-payer", "receiverAuthorizer", seeds.feePayer, "RoleUnion", "The server is its own facilitator: its places keep their own rights")),
        ...(await good("authorizer-is-payer", "receiverAuthorizer", seeds.from, "RoleUnion", "Payer and signer are one key")),
        ...(await good("payer-other", "from", keys.stranger.address, "ChannelNotDerived", "Another payer")),
        ...refusedRows(plain, [
          ["nonce-2-pow-64", "/nonce", "18446744073709551616", "NumberForm", "A nonce of 65 bits", "It is no u64."],
          ["nonce-number", "/nonce", 42.5, "NumberForm", "A nonce with a fraction", "It is no u64."],
          ["mint-31-bytes", "/asset", seeds.asset.slice(0, -2), "AddressForm", "A mint that was cut", "It is not base58 of 32 bytes."],
          ["token-program-unknown", "/tokenProgram", PROGRAMS.memo, "TokenProgram", "A token program that is none", "It is neither SPL Token nor Token-2022."],
          ["payer-missing", "/from", undefined, "AddressForm", "No payer", "A member is missing."],
        ]),
      ],
    }];
  },
});
