import { visible } from "./visible.ts";

/**
 * Makes hostile text one harmless line of a terminal: no cursor movement, no colour, no title
 * change, no clipboard write, no reordering, no line of its own.
 *
 * @example escapeTerminal("ok\r\u001b]0;pwned\u0007") // "ok\\r\\u{1b}]0;pwned\\u{7}"
 */
export function escapeTerminal(text: string): string {
  return visible({ text });
}
