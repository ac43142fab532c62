import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { wrongChecksum } from "../evm/_accounts.ts";
import type { Address } from "viem";
import { channelIdOf, channelWorld, CONTRACT, domainOf, DOMAIN_SHARED, NETWORK, ZERO } from "./_evm.ts";
import type { ChannelConfig } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";
import type { FlagName } from "./_flags.ts";

const OTHER_CONTRACT = "0x4020806089470a89826cB9fB1f4059150b550004";

export const vectors = defineVectors({
  operation: "batch.evm.channel-id",
  description: "Ids of channels on EVM from their configuration. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md).",
  requirements: ["bevm.client.channel-id", "bevm.fac.config-match"],
  flags: pick(FLAGS, "ChannelDomain", "ChannelMember", "TypeWidth", "NumberForm", "OutOfRange", "AddressForm", "AddressCase"),
  groups: ({ seeded }) => {
    const { config, stranger } = channelWorld(seeded);
    const id = (edit: Partial<ChannelConfig>, domain = domainOf()): { channelId: string } => ({ channelId: channelIdOf({ ...config, ...edit }, domain) });
    const plain = valid({ id: "plain", comment: "A channel on Base", flags: ["TypeWidth"], input: { network: NETWORK, contract: CONTRACT, channelConfig: config }, output: id({}) });
    const member = <Name extends keyof ChannelConfig>(slug: string, name: Name, value: ChannelConfig[Name], flag: FlagName, comment: string) => goodRows(plain, [[slug, `/channelConfig/${name}`, value, flag, comment, id({ [name]: value })]]);
    return [{
      name: "channels",
      comment: "Configurations and their ids",
      shared: { domain: DOMAIN_SHARED.domain },
      tests: [
        plain,
        ...goodRows(plain, [
          ["chain-other", "/network", "eip155:84532", "ChannelDomain", "The same configuration on Base Sepolia", id({}, domainOf("eip155:84532"))],
          ["chain-1", "/network", "eip155:1", "ChannelDomain", "The same configuration on Ethereum", id({}, domainOf("eip155:1"))],
          ["contract-other", "/contract", OTHER_CONTRACT, "ChannelDomain", "The same configuration at another contract", id({}, domainOf(NETWORK, OTHER_CONTRACT))],
          ["addresses-lower-case", "/channelConfig", Object.fromEntries(Object.entries(config).map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value])), "AddressCase", "All addresses in lower case: the id is the same", id({})],
          ["salt-upper-case", "/channelConfig/salt", `0x${config.salt.slice(2).toUpperCase()}`, "AddressCase", "The salt's digits in upper case: the id is the same", id({})],
        ]),
        ...member("payer-other", "payer", stranger.address, "ChannelMember", "Another payer"),
        ...member("payer-authorizer-other", "payerAuthorizer", stranger.address, "ChannelMember", "Another payer authorizer"),
        ...member("payer-authorizer-zero", "payerAuthorizer", ZERO, "ChannelMember", "No payer authorizer: vouchers are the payer's own"),
        ...member("payer-authorizer-is-payer", "payerAuthorizer", config.payer, "ChannelMember", "The payer is its own authorizer"),
        ...member("receiver-other", "receiver", stranger.address, "ChannelMember", "Another receiver"),
        ...member("receiver-authorizer-other", "receiverAuthorizer", stranger.address, "ChannelMember", "Another receiver authorizer"),
        ...member("token-other", "token", stranger.address, "ChannelMember", "Another token"),
        ...member("delay-901", "withdrawDelay", 901, "ChannelMember", "A second more of delay"),
        ...member("delay-greatest", "withdrawDelay", 2_592_000, "TypeWidth", "Thirty days, which need three bytes"),
        ...member("delay-2-pow-40-less-1", "withdrawDelay", 2 ** 40 - 1, "TypeWidth", "The greatest number of five bytes; its range is not asked here"),
        ...member("salt-zero", "salt", `0x${"00".repeat(32)}`, "TypeWidth", "A salt of zero bytes, as in the text's example"),
        ...member("salt-ff", "salt", `0x${"ff".repeat(32)}`, "TypeWidth", "A salt of all ones"),
        ...member("salt-leading-zeros", "salt", `0x${"00".repeat(31)}2a`, "TypeWidth", "A salt with leading zero bytes, which are not cut"),
        ...openRows(plain, [
          ["delay-text", "/channelConfig/withdrawDelay", "900", "NumberForm", "The delay as decimal text", "The text writes a number; nothing else is signed when it is read as one."],
          ["checksum-wrong", "/channelConfig/payer", wrongChecksum(config.payer as Address), "AddressForm", "An address with a wrong checksum", "The text does not speak of checksums."],
        ]),
        ...refusedRows(plain, [
          ["delay-2-pow-40", "/channelConfig/withdrawDelay", 2 ** 40, "OutOfRange", "A delay that needs six bytes", "It is no uint40."],
          ["delay-negative", "/channelConfig/withdrawDelay", -900, "OutOfRange", "A negative delay", "It is no uint40."],
          ["delay-fraction", "/channelConfig/withdrawDelay", 900.5, "NumberForm", "A delay with a fraction", "It is no whole number."],
          ["delay-missing", "/channelConfig/withdrawDelay", undefined, "NumberForm", "No delay", "A member of the configuration is missing."],
          ["salt-31-bytes", "/channelConfig/salt", config.salt.slice(0, -2), "AddressForm", "A salt of 31 bytes", "The salt has 32 bytes."],
          ["salt-33-bytes", "/channelConfig/salt", `${config.salt}00`, "AddressForm", "A salt of 33 bytes", "The salt has 32 bytes."],
          ["salt-number", "/channelConfig/salt", 42, "AddressForm", "The salt as a number", "The salt is 32 bytes in hex."],
          ["salt-missing", "/channelConfig/salt", undefined, "AddressForm", "No salt", "A member of the configuration is missing."],
          ["payer-missing", "/channelConfig/payer", undefined, "AddressForm", "No payer", "A member of the configuration is missing."],
          ["payer-authorizer-missing", "/channelConfig/payerAuthorizer", undefined, "AddressForm", "No payer authorizer, which is written as zero and not left out", "A member of the configuration is missing."],
          ["payer-19-bytes", "/channelConfig/payer", config.payer.slice(0, -2), "AddressForm", "An address of 19 bytes", "An address has 20 bytes."],
          ["payer-32-bytes", "/channelConfig/payer", `0x${"00".repeat(12)}${config.payer.slice(2)}`, "AddressForm", "An address padded to 32 bytes", "An address has 20 bytes."],
          ["token-symbol", "/channelConfig/token", "USDC", "AddressForm", "The token by its symbol", "A symbol is no address."],
          ["network-name", "/network", "base", "ChannelDomain", "The network by its name", "The chain id cannot be read from it."],
          ["network-solana", "/network", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "ChannelDomain", "A network without a chain id", "The chain id cannot be read from it."],
        ]),
      ],
    }];
  },
});
