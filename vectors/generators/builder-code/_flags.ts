import type { VectorFlag } from "../../vector-file.ts";
import { flag } from "../../generate/rows.ts";

const ERC = "https://eip.tools/eip/8021";
const CBOR = "https://www.rfc-editor.org/rfc/rfc8949";

/** Errors around builder codes, by the name vectors carry. */
export const FLAGS = {
  SuffixSearched: flag("suffix-found-anywhere", "Looks for the marker anywhere in the call data instead of at its end.", "Arguments of the call are read as codes, and anybody's payment can be attributed to anybody.", ERC),
  Marker: flag("suffix-marker-not-checked", "Takes call data for attributed without all 16 bytes of the marker.", "Random call data yields codes.", ERC),
  SchemaId: flag("suffix-schema-not-checked", "Decodes the suffix of another schema of ERC-8021 as CBOR.", "Codes of other registries come out as garbage.", ERC),
  LengthOrder: flag("suffix-length-byte-order", "Reads or writes the length little-endian, in one byte, or in characters of hex.", "Every suffix is cut in the wrong place.", ERC),
  LengthBounds: flag("suffix-length-not-bounded", "Reads beyond the beginning of the call data, or leaves part of the map unread.", "A crash, or codes nobody wrote.", CBOR),
  CborForm: flag("cbor-form", "Decodes no more than one way of writing CBOR, or trusts the lengths inside.", "Codes of another implementation are lost, or a crash.", CBOR),
  CborType: flag("cbor-type-not-checked", "Takes codes of other types than text, or a body that is no map.", "Numbers and bytes are shown as codes.", CBOR),
  CborDuplicate: flag("cbor-duplicate-key", "Does not settle what a key that occurs twice means.", "Two readers see two applications in one payment.", `${CBOR}#section-5.6`),
  CodeGrammar: flag("builder-code-grammar", "Takes codes outside of the grammar, or refuses some inside of it.", "One application has several spellings, or a good code is lost."),
  CodeLength: flag("builder-code-length", "Limits codes at another length than 32.", "Long codes are lost, or too long ones are taken."),
  ServiceForm: flag("service-codes-one-form", "Knows s as a string only, or as a list only.", "Attribution of layered clients is lost."),
  ServiceLimit: flag("service-codes-limit", "Does not hold s to 11 entries on the chain, or holds it to fewer.", "One party crowds the others out."),
  KeyUnknown: flag("suffix-unknown-key", "Does not settle what becomes of members of the map other than a, w and s.", "The whole attribution is lost for one member more."),
  KeyOrder: flag("cbor-key-order", "Takes members of the map in one order only.", "Codes of another implementation are lost.", `${CBOR}#section-4.2`),
  SuffixTwice: flag("suffix-twice", "Reads the inner one of two suffixes, or both.", "The payment is attributed to whoever wrote first."),
  HexForm: flag("hex-form", "Does not settle how hex is written.", "Two readers disagree on one transaction."),
  EchoNotCompared: flag("app-code-echo-not-compared", "Passes on an app code that the server did not declare.", "A client attributes its payment to whom it likes."),
  EchoOfAbsent: flag("app-code-echo-without-declaration", "Takes an app code where none was declared.", "A client attributes its payment to whom it likes."),
  EchoRequired: flag("app-code-echo-required", "Refuses payments that leave the app code out.", "Clients that do not know the extension cannot pay."),
  Budget: flag("service-codes-budget", "Does not hold s of a payment to what client and server may write together.", "Padding crowds out the facilitator's and the server's codes."),
  WalletFromPayment: flag("wallet-code-from-payment", "Writes the w of the payment in place of the facilitator's own.", "The settlement is attributed to whom the payer likes."),
} as const satisfies Record<string, VectorFlag>;
