import type { Markup } from "./markup.ts";

/** A part of the page with a heading of its own, reached from the navigation. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}
