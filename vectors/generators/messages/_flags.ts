import type { VectorFlag } from "../../vector-file.ts";

/** Errors that readers of any message can have. */
export const FLAGS = {
  MissingMember: { bugClass: "required-member-not-checked", description: "Reads a member that is not there, as undefined or as a default.", effect: "A crash answered with 500, or a payment judged without one of its terms.", links: [] },
  OptionalMember: { bugClass: "optional-member-demanded", description: "Demands a member that may be left out.", effect: "Conforming peers that leave it out are refused.", links: [] },
  NullMember: { bugClass: "null-for-absent", description: "Treats null as a value of any type, or writes null for what is absent (as Go and Python serializers do).", effect: "Peers with strict schemas refuse the message.", links: [] },
  WrongType: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
  NumberForString: { bugClass: "amount-as-number", description: "Writes or takes a JSON number where a decimal string is asked for.", effect: "Amounts above 2^53 lose their last digits.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-6"] },
  StringForNumber: { bugClass: "number-as-string", description: "Writes or takes a string where a JSON number is asked for.", effect: "Comparisons and time limits go wrong in readers that do not convert.", links: [] },
  MemberCase: { bugClass: "member-name-case", description: "Matches member names whatever their letter case (as Go's encoding/json does), or writes them in another case.", effect: "A member that one side reads is invisible to the other.", links: ["https://pkg.go.dev/encoding/json#Unmarshal"] },
  UnknownMember: { bugClass: "unknown-member-refused", description: "Refuses a message for a member it does not know.", effect: "Every later addition to the protocol breaks it.", links: [] },
  EmptyValue: { bugClass: "empty-value-accepted", description: "Takes an empty string for a value.", effect: "An address or network that is nothing is carried on to signing.", links: [] },
  WrongConstant: { bugClass: "constant-not-checked", description: "Does not look at a member that has only some possible values.", effect: "A message of another version or kind is read as this one.", links: [] },
  BadForm: { bugClass: "value-form-not-checked", description: "Does not check the form of a value: length, alphabet, prefix, range.", effect: "The error shows later and elsewhere, or a wrong value is signed.", links: [] },
  ForbiddenMember: { bugClass: "forbidden-member-accepted", description: "Takes a member that the text forbids here.", effect: "What must stay out of the message is carried and logged.", links: [] },
} as const satisfies Record<string, VectorFlag>;

export type FlagName = keyof typeof FLAGS;
