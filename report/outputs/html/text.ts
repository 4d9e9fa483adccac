// Text from a snapshot, made fit to be shown. Characters that a reader cannot see, or that rearrange what the reader
// sees, are written out as code points: a name with a right-to-left override must not read as another name.
import { escapeHtml, Markup } from './markup.js';

/**
 * Control and format characters (bidi controls, zero-width ones), line and paragraph separators, spaces other than
 * the usual one, lone surrogates, private use, and what fonts show as nothing.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFDD0-\uFDEF\uFFFE\uFFFF]|(?! )\p{Zs}/u;
const MARK = /\p{M}/u;

/**
 * The blanks that French sets before a colon and the like, inside guillemets and between thousands. Elsewhere they are
 * shown as what they are: a name with one reads as the name without.
 */
const BLANK_IN_PLACE = /(?<=\u00AB)[\u00A0\u202F]|(?<=\d)[\u00A0\u202F](?=\d{3})|[\u00A0\u202F](?=[:;!?%\u00BB])/gu;

/** Longer runs of combining marks only serve to smear over the lines around them. */
const MARKS_IN_A_ROW = 3;

type Piece = { readonly kind: 'plain' | 'code-point'; readonly text: string };

/** What a text is: words of ours, in which values may stand, or the bare text of somebody else. */
type Whose = 'ours' | 'theirs';

function pieces(text: string, keep: string, whose: Whose): readonly Piece[] {
  const inPlace = whose === 'ours' ? new Set(Array.from(text.matchAll(BLANK_IN_PLACE), ({ index }) => index)) : null;
  const found: Piece[] = [];
  let plain = '';
  let marks = 0;
  let end = 0;
  for (const character of text) {
    const start = end;
    end += character.length;
    marks = MARK.test(character) ? marks + 1 : 0;
    const seen = !UNSEEN.test(character) && marks <= MARKS_IN_A_ROW;
    if (seen || keep.includes(character) || inPlace?.has(start)) {
      plain += character;
      continue;
    }
    if (plain !== '') found.push({ kind: 'plain', text: plain });
    plain = '';
    const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    found.push({ kind: 'code-point', text: `U+${codePoint}` });
  }
  if (plain !== '') found.push({ kind: 'plain', text: plain });
  return found;
}

/** Plain text with unseen characters as `[U+202E]`: for attributes, CSS strings and pictures. Not escaped for HTML. */
export function visible(text: string): string {
  return pieces(text, '', 'ours')
    .map((piece) => (piece.kind === 'plain' ? piece.text : `[${piece.text}]`))
    .join('');
}

function shown(text: string, keep: string, whose: Whose): Markup {
  return new Markup(
    pieces(text, keep, whose)
      .map((piece) => (piece.kind === 'plain' ? escapeHtml(piece.text) : `<span class="cp">${piece.text}</span>`))
      .join(''),
  );
}

/** HTML of one run of text; unseen characters stand in a small box. */
export function inline(text: string, whose: Whose = 'ours'): Markup {
  return shown(text, '', whose);
}

/** HTML for a `pre`: as `inline`, but line breaks and tabs are kept. */
export function block(text: string): Markup {
  return shown(text.replaceAll('\r\n', '\n'), '\n\t', 'theirs');
}

/** Cuts plain text to `length` characters, keeping both ends: names of resources differ at their ends. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 3);
  return `${characters.slice(0, length - 1 - tail).join('')}\u2026${characters.slice(characters.length - tail).join('')}`;
}

/** A text that was cut where it was used, for the list at the end of the document. */
export interface FullText {
  readonly number: number;
  readonly anchor: string;
  readonly length: number;
  readonly text: Markup;
}

/** Shows texts of a document, cut where they are overlong, and remembers those so that each stands in full once. */
export class LongTexts {
  readonly #numbers = new Map<string, number>();

  /** A name, an identifier, an address. */
  name(text: string): Markup {
    return this.#show(text, 140, 'theirs');
  }

  /** A sentence; room for a few names. */
  sentence(text: string): Markup {
    return this.#show(text, 700, 'ours');
  }

  /** "9f2c 41d0 ..." in lines of 32 figures: a digest is compared in groups. Anything else is shown as a name. */
  digest(digest: string): Markup {
    if (!/^[0-9a-f]{64}$/.test(digest)) return this.name(digest);
    const lines = [digest.slice(0, 32), digest.slice(32)].map((half) => half.replace(/(.{4})(?=.)/g, '$1 '));
    return new Markup(`<span class="digest">${lines.map((line) => `<span>${line}</span>`).join(' ')}</span>`);
  }

  #show(text: string, length: number, whose: Whose): Markup {
    const cutText = cut(text, length);
    if (cutText === text) return inline(text, whose);
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return new Markup(`${inline(cutText, whose).toHTML()} <a class="full" href="#full-${number}">[${number}]</a>`);
  }

  all(): readonly FullText[] {
    return Array.from(this.#numbers, ([text, number]) => ({
      number,
      anchor: `full-${number}`,
      length: Array.from(text).length,
      text: block(text),
    }));
  }
}

/** A text of ours in which `backticks` mark code. */
export function withCode(text: string): Markup {
  return new Markup(
    text
      .split('`')
      .map((part, index) => (index % 2 === 0 ? escapeHtml(part) : `<code>${escapeHtml(part)}</code>`))
      .join(''),
  );
}
