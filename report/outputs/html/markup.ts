/**
 * HTML that is safe as it stands: Handlebars writes it unescaped, and everything else escaped. Made only in this
 * folder, by pure functions that escape whatever comes from a report (markup.test.ts holds the list of files).
 */
export class Markup {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  /** The name under which Handlebars looks for safe HTML. */
  toHTML(): string {
    return this.#html;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for HTML text and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A quoted CSS string. Everything but plain letters, figures and spaces is written as a code point, `</style>` too. */
export function cssString(text: string): string {
  const body = Array.from(text, (character) =>
    /[A-Za-z0-9 ]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  ).join('');
  return `"${body}"`;
}
