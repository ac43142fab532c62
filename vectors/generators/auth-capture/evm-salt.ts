import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { boundSalt, paymentWorld, ZERO } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

export const vectors = defineVectors({
  operation: "auth-capture.evm.salt",
  description: "Salts that commit to the receiver's authorizer. Newer text than the pinned revision (schemes/auth-capture/scheme_auth_capture_evm.md).",
  requirements: ["ac.client.salt-binding", "ac.client.salt", "ac.fac.salt-binding"],
  flags: pick(FLAGS, "SaltUntagged", "SaltWidth", "AddressForm", "AddressCase"),
  groups: ({ seeded }) => {
    const { authorizer, stranger } = paymentWorld(seeded);
    const binding = { receiverAuthorizer: authorizer.address, policy: ZERO, saltNonce: seeded.hex("salt nonce", 32) };
    const salted = (edit: object = {}) => ({ salt: boundSalt({ ...binding, ...edit }) });
    const small = `0x${"00".repeat(30)}0abc`;
    const plain = valid({ id: "plain", comment: "An authorizer and no policy", flags: ["SaltUntagged"], input: binding, output: salted() });
    return [{
      name: "salts",
      comment: "Commitments",
      tests: [
        plain,
        ...goodRows(plain, [
          ["policy", "/policy", stranger.address, "SaltUntagged", "A policy as well", salted({ policy: stranger.address })],
          ["policy-alone", "/receiverAuthorizer", ZERO, "SaltUntagged", "No authorizer, which binds as the zero address", salted({ receiverAuthorizer: ZERO })],
          ["policy-left-out", "/policy", undefined, "SaltUntagged", "The offer has no policy, which is read as the zero address", salted()],
          ["nonce-small", "/saltNonce", small, "SaltWidth", "A nonce with leading zero bytes, as in the text's example", salted({ saltNonce: small })],
          ["nonce-zero", "/saltNonce", `0x${"00".repeat(32)}`, "SaltWidth", "A nonce of zero", salted({ saltNonce: "0" })],
          ["nonce-greatest", "/saltNonce", `0x${"ff".repeat(32)}`, "SaltWidth", "The greatest nonce", salted({ saltNonce: `0x${"ff".repeat(32)}` })],
          ["authorizer-lower-case", "/receiverAuthorizer", authorizer.address.toLowerCase(), "AddressCase", "The authorizer in lower case", salted()],
          ["authorizer-other", "/receiverAuthorizer", stranger.address, "SaltUntagged", "Another authorizer", salted({ receiverAuthorizer: stranger.address })],
        ]),
        ...openRows(plain, [["nonce-unpadded", "/saltNonce", "0xabc", "SaltWidth", "A nonce without its leading zeros", "The text pins the padded spelling for those who write; it is the same number."]]),
        ...refusedRows(plain, [
          ["nonce-33-bytes", "/saltNonce", `${binding.saltNonce}00`, "SaltWidth", "A nonce of 33 bytes", "It is no uint256."],
          ["nonce-missing", "/saltNonce", undefined, "SaltWidth", "No nonce", "There is nothing to commit to."],
          ["nonce-not-hex", "/saltNonce", "random", "SaltWidth", "A word", "It is no hex."],
          ["authorizer-32-bytes", "/receiverAuthorizer", `0x${"00".repeat(12)}${authorizer.address.slice(2)}`, "AddressForm", "An address padded to 32 bytes", "An address has 20 bytes."],
        ]),
      ],
    }];
  },
});
