import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml } from "./html.ts";
import { jsonText } from "./json.ts";
import { escapeMarkdown, markdownCode } from "./markdown.ts";
import { escapeTerminal } from "./terminal.ts";
import { visible } from "./visible.ts";
import { escapeXml } from "./xml.ts";

/** Strings a target could send to hurt whoever reads the report, among any others. */
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "`", "|", "*", "_", "[", "]", "\\", "\n", "\r", "\t", "\u0000", "\u001b", "\u009b", "\u202e", "\u2066", "\u2028", "\ufeff", "\ufffe", "\ud800", "\udc00", "a", " ", "@", "#") }),
  fc.constantFrom("</script>", "<!--", "]]>", "\u001b[2J", "\u009b31m", "\u001b]52;c;AAAA\u0007", "<img src=x onerror=alert(1)>", "www.example.com", "@team", "https://example.com", "```", "| x |", "$x$", "&lt;", "&#60;"),
);

const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string | undefined) =>
    code === undefined ? ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name ?? ""] ?? "?") : String.fromCodePoint(Number(code)),
  );
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

describe("visible", () => {
  test("leaves nothing a reader cannot see, and changes nothing else", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = visible({ text });
        expect(shown).not.toMatch(INVISIBLE);
        if (!INVISIBLE.test(text)) expect(shown).toBe(text);
      }),
    );
  });
  test("is stable", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(visible({ text: visible({ text }) })).toBe(visible({ text }));
      }),
    );
  });
});

test("html: no markup, in text and in attributes, and the text is all there", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).not.toMatch(/[<>"'`]/);
      expect(escaped).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;|#96;)/);
      expect(decode(escaped)).toBe(visible({ text, lines: true }));
    }),
  );
});

test("xml: only characters XML 1.0 allows, and the text is all there", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const escaped = escapeXml(text);
      expect(escaped).not.toMatch(/[<>"']/);
      // XML 1.0, production 2: Char.
      expect(escaped).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
      expect(decode(escaped)).toBe(visible({ text, lines: true }));
    }),
  );
});

test("terminal: one line without a control character", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(escapeTerminal(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});

describe("markdown", () => {
  test("nothing that begins markup, HTML, a link, a mention or a column", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped.replaceAll(/&#\d+;/g, "")).not.toMatch(/[<>&|`*_~[\]()\\#@:!\n\r]|www\./i);
        expect(decode(escaped)).toBe(visible({ text }));
      }),
    );
  });
  test("code cannot be left", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = markdownCode(text);
        expect(escaped.slice("<code>".length, -"</code>".length)).not.toMatch(/[<>]/);
        expect(decode(escaped.slice("<code>".length, -"</code>".length))).toBe(visible({ text }));
      }),
    );
  });
});

test("json: the same value, without a character that a terminal obeys", () => {
  fc.assert(
    fc.property(fc.anything({ values: [hostile] }).filter((value) => JSON.stringify(value) !== undefined), (value) => {
      const text = jsonText({ value, indent: 2 });
      expect(text.replaceAll("\n", "")).not.toMatch(INVISIBLE);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
