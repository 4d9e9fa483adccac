// Text from AWS in the languages that people run. What is made here is ASCII throughout: what looks like something else
// in an editor, or turns text round, is shown as an escape.

/**
 * JSON in which every character beyond printable ASCII is an escape, and so are single quotes and backquotes: it can stand
 * between single quotes of a shell and inside a literal of JMESPath as it is.
 */
export function asciiJson(value: unknown, indent = 0): string {
  // The only line breaks that JSON has as they are are those between its members.
  return JSON.stringify(value, null, indent).replace(/[^\n\x20-\x7e]|[`']/g, escaped);
}

/**
 * Names in a sentence, a comment or a message: one line, and nothing in it that a terminal would act on. A backslash is
 * shown as an escape too, so that every name is shown in a way of its own.
 */
export function visible(text: string): string {
  return text.replace(/[^\x20-\x7e]|\\/g, escaped);
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** A literal of JMESPath, the language of the command line's --query. */
export function jmesLiteral(value: unknown): string {
  return `\`${asciiJson(value)}\``;
}

/** One word of a POSIX shell, whatever is in it: nothing is expanded between single quotes. */
export function shellQuote(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** One word of PowerShell. It takes curly quotes for straight ones; in ASCII text there are none. */
export function powershellQuote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const SHORT_ONLY_IN_JSON: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' };

/** A string of HCL in which nothing is a template: `${` and `%{` would be, and `$${` is read in more than one way. */
export function hclString(text: string): string {
  const body = JSON.stringify(text)
    .slice(1, -1)
    // By pairs, so that a backslash that is itself escaped does not begin one.
    .replace(/\\./g, (pair) => SHORT_ONLY_IN_JSON[pair] ?? pair)
    .replace(/[$%](?=[$%{]|$)/g, escaped)
    .replace(
      /[\ud800-\udbff][\udc00-\udfff]/g,
      (pair) => `\\U${(pair.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
    )
    .replace(/[^\x20-\x7e]/g, escaped);
  return `"${body}"`;
}
