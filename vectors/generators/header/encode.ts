import { defineVectors, stillValid, valid } from "../../generate/define.ts";
import { withValueAt } from "../../json-pointer.ts";
import { base64, FREE_TEXT, HEADER_NAMES, MESSAGES } from "./_messages.ts";

/** Texts that make an encoder of the wrong kind show itself. */
const TEXTS: readonly (readonly [id: string, comment: string, flag: string, text: string])[] = [
  ["plus-and-slash", "The code holds + and /", "UrlSafeBase64", "~~~???>>>~~~ ûûÿÿ"],
  ["latin-1-range", "Characters that Latin-1 has too", "NonAsciiText", "Crème brûlée, 5 £"],
  ["two-byte", "Two bytes each in UTF-8", "NonAsciiText", "Погода"],
  ["three-byte", "Three bytes each", "NonAsciiText", "天気予報"],
  ["four-byte", "Four bytes each", "NonAsciiText", "🌦🛰"],
  ["combining", "A combining accent, not to be normalised", "NonAsciiText", "Cafe\u0301"],
  ["controls", "Control characters", "NonAsciiText", "a\u0000b\u001fc"],
  ["longer-than-a-line", "Longer than MIME's 76 characters", "LineWrapped", "w".repeat(200)],
  ["large", "A header of about 8 KB", "LineWrapped", "w".repeat(5600)],
  ["padding-1", "One more character", "Padding", "w"],
  ["padding-2", "Two more characters", "Padding", "ww"],
  ["padding-3", "Three more characters", "Padding", "www"],
];

/** What is asked of one header alone: its like is asked of all three. */
const ASKED_ONCE: ReadonlySet<string> = new Set(["two-byte", "three-byte", "combining", "controls", "large"]);

export const vectors = defineVectors({
  operation: "header.encode",
  description: "Writing the three HTTP headers.",
  requirements: ["http.402.header-base64", "http.req.header-base64", "http.success.header-base64"],
  flags: {
    UrlSafeBase64: { bugClass: "base64-url-alphabet", description: "Writes the URL-safe alphabet.", effect: "Peers refuse some messages and take others.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
    NonAsciiText: { bugClass: "base64-bytes-as-characters", description: "Encodes characters as single bytes, or throws at the first that does not fit (as btoa does).", effect: "Offers with non-ASCII text crash the server or arrive garbled.", links: ["https://developer.mozilla.org/docs/Web/API/Window/btoa"] },
    LineWrapped: { bugClass: "base64-line-wrapped", description: "Breaks the code into lines.", effect: "The header is refused or split.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
    Padding: { bugClass: "base64-padding", description: "Leaves padding away.", effect: "Strict peers refuse two messages in three.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
  },
  groups: () =>
    HEADER_NAMES.map((name) => {
      const prefix = name.toLowerCase();
      const message = MESSAGES[name];
      const plain = valid({ id: `${prefix}.plain`, comment: "A plain message", input: { message }, output: { header: base64(JSON.stringify(message)) } });
      const texts = TEXTS.filter(([id]) => name === "PAYMENT-REQUIRED" || !ASKED_ONCE.has(id)).map(([id, comment, flag, text]) =>
        stillValid(plain, { id: `${prefix}.${id}`, comment, flags: [flag], path: `/message${FREE_TEXT[name]}`, to: text, output: { header: base64(JSON.stringify(withValueAt(message, FREE_TEXT[name], text))) } }),
      );
      return { name: prefix, comment: `Values of ${name}`, shared: { name }, tests: [plain, ...texts] };
    }),
});
