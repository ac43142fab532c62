import { concatHex, encodeAbiParameters, getAddress } from "viem";
import type { Address, Hex } from "viem";
import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { accountOf } from "../evm/_accounts.ts";
import { EVM_CHAIN, evmProof, evmText, infoOf, NOW, personalDigest, SHARED, walletsOf } from "./_challenge.ts";
import type { Proof } from "./_challenge.ts";
import { pickFlags } from "./_flags.ts";

const YES: Hex = `0x1626ba7e${"00".repeat(28)}`;
const MAGIC: Hex = `0x${"6492".repeat(16)}`;
const OPEN = "The text names verification on chain beside the recovery for plain accounts and does not say that every server offers both.";

const wrapped = (factory: Address, calldata: Hex, signature: Hex): Hex => concatHex([encodeAbiParameters([{ type: "address" }, { type: "bytes" }, { type: "bytes" }], [factory, calldata, signature]), MAGIC]);

export const vectors = defineVectors({
  operation: "siwx.proof.verify",
  description: "Proofs of smart wallets: deployed (ERC-1271), not yet deployed (ERC-6492), and accounts that have both a key and code (EIP-7702).",
  requirements: ["siwx.server.smart-wallet", "siwx.server.smart-wallet-invalid", "siwx.server.signature"],
  flags: pickFlags("ContractNotAsked", "ContractAnswer", "ContractWallet", "ContractOtherChain", "DelegatedAccount", "CounterfactualWallet", "SignatureNotCompared"),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const { account, stranger } = walletsOf(seeded);
    const output = { address: account.address, chainId: EVM_CHAIN };
    const right = evmProof({ info, account });
    const contractAt = (label: string): Address => getAddress(seeded.hex(`contract ${label}`, 20));
    const bytes = (label: string, length: number): Hex => seeded.hex(label, length);
    const factory = contractAt("factory");
    const calldata = bytes("factory calldata", 68);

    /** A contract that answers one call about the proof in its name. */
    const contract = (label: string, options: { returns?: Hex; signature?: Hex; chainId?: string; deployedBy?: { factory: Address; calldata: Hex } } = {}) => {
      const { returns = YES, signature = bytes(`signature ${label}`, 97), chainId = EVM_CHAIN, deployedBy } = options;
      const address = contractAt(label);
      const hash = personalDigest(evmText(info, address));
      const proof: Proof = { ...info, address, chainId: EVM_CHAIN, type: "eip191", signature };
      return { proof, data: { chainId, address, ...(deployedBy === undefined ? {} : { deployedBy }), calls: [{ hash, signature, returns }] } };
    };
    const yes = contract("yes");
    const yesTo65 = contract("yes to 65 bytes", { signature: stranger.sign(personalDigest("another text")) });
    const no = contract("no", { returns: `0xffffffff${"00".repeat(28)}` });
    const one = contract("true", { returns: `0x${"00".repeat(31)}01` });
    const rightAligned = contract("right aligned", { returns: `0x${"00".repeat(28)}1626ba7e` });
    const nothing = contract("nothing", { returns: "0x" });
    const oldAnswer = contract("bytes", { returns: `0x20c13b0b${"00".repeat(28)}` });
    const elsewhere = contract("elsewhere", { chainId: "eip155:1" });
    const future = contract("future", { deployedBy: { factory, calldata } });
    const [yesCall] = future.data.calls;
    const inner = (yesCall?.signature ?? "0x") as Hex;

    const delegatedShort = evmProof({ info, account, edit: { resources: undefined } });
    const { resources: _, ...short } = info;
    const shortCall = { hash: personalDigest(evmText(short, account.address)), signature: delegatedShort.signature, returns: YES };
    const delegated = { chainId: EVM_CHAIN, address: account.address, calls: [{ hash: personalDigest(evmText(info, account.address)), signature: right.signature, returns: YES }, shortCall] };
    const delegatedOwnKey = evmProof({ info, account: stranger });
    const delegatedRefuses = { chainId: EVM_CHAIN, address: stranger.address, calls: [] };

    const [keyOnly, codeElsewhere] = [accountOf(seeded, "key only"), accountOf(seeded, "code elsewhere")];
    const contracts = [...[yes, yesTo65, no, one, rightAligned, nothing, oldAnswer, elsewhere, future].map(({ data }) => data), delegated, delegatedRefuses, { chainId: "eip155:1", address: codeElsewhere.address, calls: [] }];
    const plain = valid({ id: "plain", comment: "An account with a key and code; its contract confirms the key's signature", flags: ["DelegatedAccount"], input: { proof: right, now: NOW, usedNonces: [] }, output });
    const by = (id: string, comment: string, flag: string, proof: Proof, reason: string) => invalid(plain, { id, comment, flags: [flag], path: "/proof", to: proof, reason });
    const open = (id: string, comment: string, flag: string, proof: Proof, reason: string = OPEN) => acceptable(plain, { id, comment, flags: [flag], path: "/proof", to: proof, reason });
    const signedAs = (proof: Proof, signature: Hex): Proof => ({ ...proof, signature });
    const said = "The contract does not answer with the four bytes of ERC-1271.";

    return [
      {
        name: "contracts",
        comment: "Contracts that confirm some signatures",
        shared: { ...SHARED, contracts },
        tests: [
          plain,
          ...editsAt(plain, "/proof").good([
            ["delegated-required-only", "The same account, whose contract confirms another text's signature too", "DelegatedAccount", delegatedShort],
            ["key-without-code", "A plain account beside all these contracts", "ContractNotAsked", evmProof({ info, account: keyOnly }), { address: keyOnly.address, chainId: EVM_CHAIN }],
            ["key-with-code-elsewhere", "A plain account that has code on another chain, where it confirms nothing", "ContractOtherChain", evmProof({ info, account: codeElsewhere }), { address: codeElsewhere.address, chainId: EVM_CHAIN }],
          ]),
          stillValid(plain, { id: "hint-eip1271", comment: "With the hint at a contract", flags: ["DelegatedAccount"], path: "/proof/signatureScheme", to: "eip1271" }),
          ...editsAt(plain, "/proof/signature").refused([
            ["delegated-stranger", "An account with a key and code; a stranger signed", "SignatureNotCompared", stranger.sign(personalDigest(evmText(info, account.address))), "Neither the key nor the contract confirms it."],
            ["delegated-garbage", "An account with a key and code; 97 bytes of nothing", "ContractNotAsked", bytes("garbage", 97), "The contract does not confirm it."],
            ["wrapping-around-stranger", "A wrapping of ERC-6492 around a stranger's signature", "CounterfactualWallet", wrapped(factory, calldata, stranger.sign(personalDigest(evmText(info, account.address)))), "The wrapping proves nothing; the contract does not confirm what is inside."],
          ]),
          by("contract-says-no", "A contract that answers ffffffff", "ContractAnswer", no.proof, said),
          by("contract-says-true", "A contract that answers a word with the value 1", "ContractAnswer", one.proof, said),
          by("contract-says-right-aligned", "The four bytes at the end of the word", "ContractAnswer", rightAligned.proof, said),
          by("contract-says-nothing", "A contract that answers nothing, as a fallback function does", "ContractAnswer", nothing.proof, said),
          by("contract-says-old-answer", "The four bytes for the older function over bytes", "ContractAnswer", oldAnswer.proof, said),
          by("contract-other-signature", "A contract that confirms another signature than this one", "ContractNotAsked", signedAs(yes.proof, bytes("other signature", 97)), said),
          by("contract-stranger-key", "A contract's address, signed by somebody's key", "ContractNotAsked", signedAs(yes.proof, stranger.sign(personalDigest(evmText(info, String(yes.proof["address"]))))), said),
          by("contract-elsewhere", "The contract is on another chain than the proof's", "ContractOtherChain", elsewhere.proof, "On the proof's chain nothing is at that address."),
          by("no-contract", "97 bytes for an address without code", "ContractNotAsked", { ...yes.proof, address: contractAt("nobody") }, "Nothing is at that address, and the bytes are no signature of a key."),
          by("future-bare", "A wallet not yet deployed, the signature without its wrapping", "CounterfactualWallet", future.proof, "Nothing is at that address, and nothing says how it comes there."),
          by("future-other-calldata", "A wrapping whose call deploys something else", "CounterfactualWallet", signedAs(future.proof, wrapped(factory, bytes("other calldata", 68), inner)), "After that call nothing is at the address."),
          by("future-other-factory", "A wrapping with another factory", "CounterfactualWallet", signedAs(future.proof, wrapped(contractAt("other factory"), calldata, inner)), "After that call nothing is at the address."),
          by("future-other-inner", "A right wrapping around another signature", "CounterfactualWallet", signedAs(future.proof, wrapped(factory, calldata, bytes("other inner", 97))), "The wallet, once there, does not confirm it."),
          by("future-magic-only", "The magic bytes alone", "CounterfactualWallet", signedAs(future.proof, MAGIC), "There is nothing before the magic bytes."),
          open("contract-says-yes", "A contract that confirms the signature", "ContractWallet", yes.proof),
          open("contract-says-yes-65-bytes", "A contract that confirms a signature as long as a key's", "ContractWallet", yesTo65.proof),
          open("future-wrapped", "A wallet not yet deployed that confirms the signature once it is", "CounterfactualWallet", signedAs(future.proof, wrapped(factory, calldata, inner))),
          open("delegated-wrapped", "A wrapping around the right signature of an account with a key and code", "CounterfactualWallet", signedAs(right, wrapped(factory, calldata, right.signature as Hex))),
          open("deployed-wrapped", "A wrapping for a wallet that is deployed by now", "CounterfactualWallet", signedAs(yes.proof, wrapped(factory, calldata, yes.proof.signature as Hex))),
          open("delegated-own-key-contract-refuses", "The key signed, the account's contract does not confirm it", "DelegatedAccount", delegatedOwnKey, "Recovery says yes, the contract no; the text does not say which one is asked for an account that has both."),
        ],
      },
    ];
  },
});
