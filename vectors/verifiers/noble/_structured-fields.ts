/** The part of structured fields (RFC 8941) that HTTP message signatures need, character by character. */

export type Bare = { readonly kind: "string" | "integer" | "token" | "bytes" | "boolean"; readonly value: string };
export type Parameters = readonly (readonly [name: string, value: Bare])[];
export type Member = { readonly kind: "list"; readonly items: readonly { readonly value: Bare; readonly parameters: Parameters }[]; readonly parameters: Parameters } | { readonly kind: "item"; readonly value: Bare; readonly parameters: Parameters };

/** A reader of one field. Its methods throw where the text is not what they read. */
export class FieldReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #next(): string {
    return this.#text.charAt(this.#at);
  }

  #fail(): never {
    throw new Error(`not a structured field at ${this.#at}`);
  }

  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  #while(allowed: RegExp): string {
    const from = this.#at;
    while (this.#at < this.#text.length && allowed.test(this.#next())) this.#at++;
    return this.#text.slice(from, this.#at);
  }

  #key(): string {
    if (!/[a-z*]/.test(this.#next())) this.#fail();
    return this.#while(/[a-z0-9_.*-]/);
  }

  #bare(): Bare {
    if (this.#take('"')) {
      let value = "";
      while (!this.#take('"')) {
        const character = this.#text.charAt(this.#at++);
        const escaped = character === "\\" ? this.#text.charAt(this.#at++) : character;
        if ((character === "\\" && !['"', "\\"].includes(escaped)) || !/^[ -~]$/.test(escaped)) this.#fail();
        value += escaped;
      }
      return { kind: "string", value };
    }
    if (this.#take(":")) {
      const value = this.#while(/[A-Za-z0-9+/=]/);
      return this.#take(":") ? { kind: "bytes", value } : this.#fail();
    }
    if (this.#take("?")) return { kind: "boolean", value: this.#take("1") ? "1" : this.#take("0") ? "0" : this.#fail() };
    if (/[-0-9]/.test(this.#next())) {
      const value = (this.#take("-") ? "-" : "") + this.#while(/[0-9]/);
      return /^-?\d{1,15}$/.test(value) ? { kind: "integer", value } : this.#fail();
    }
    return /[A-Za-z*]/.test(this.#next()) ? { kind: "token", value: this.#while(/[!#$%&'*+.^_`|~A-Za-z0-9:/-]/) } : this.#fail();
  }

  #parameters(): Parameters {
    const found = new Map<string, Bare>();
    while (this.#take(";")) {
      this.#while(/ /);
      const name = this.#key();
      found.set(name, this.#take("=") ? this.#bare() : { kind: "boolean", value: "1" });
    }
    return [...found];
  }

  /** An item or inner list with its parameters. */
  member(): Member {
    if (!this.#take("(")) return { kind: "item", value: this.#bare(), parameters: this.#parameters() };
    const items: { value: Bare; parameters: Parameters }[] = [];
    for (;;) {
      const spaced = this.#while(/ /) !== "";
      if (this.#take(")")) return { kind: "list", items, parameters: this.#parameters() };
      if (items.length > 0 && !spaced) this.#fail();
      items.push({ value: this.#bare(), parameters: this.#parameters() });
    }
  }

  /** A dictionary up to the end of the field. */
  dictionary(): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>();
    this.#while(/ /);
    while (this.#at < this.#text.length) {
      const name = this.#key();
      members.set(name, this.#take("=") ? this.member() : { kind: "item", value: { kind: "boolean", value: "1" }, parameters: this.#parameters() });
      this.#while(/[ \t]/);
      if (this.#at === this.#text.length) break;
      if (!this.#take(",")) this.#fail();
      this.#while(/[ \t]/);
      if (this.#at === this.#text.length) this.#fail();
    }
    return members;
  }

  /** Throws unless the whole field was read. */
  end(): void {
    if (this.#at < this.#text.length) this.#fail();
  }
}

const bareText = ({ kind, value }: Bare): string => ({ string: `"${value.replace(/["\\]/g, "\\$&")}"`, bytes: `:${value}:`, boolean: `?${value}`, integer: value, token: value })[kind];

/** Parameters as RFC 8941 serializes them. */
export const parametersText = (parameters: Parameters): string => parameters.map(([name, value]) => `;${name}${value.kind === "boolean" && value.value === "1" ? "" : `=${bareText(value)}`}`).join("");

/** An item as RFC 8941 serializes it. */
export const itemText = (item: { value: Bare; parameters: Parameters }): string => bareText(item.value) + parametersText(item.parameters);
