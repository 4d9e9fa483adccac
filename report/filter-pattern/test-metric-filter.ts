/**
 * The command that asks AWS itself whether a pattern matches an event, for a POSIX shell. Needs the permission
 * `logs:TestMetricFilter` and changes nothing.
 *
 * Everything goes in as one JSON text, so that a pattern that starts with `-` or `file://` stays a pattern. Quotes,
 * control characters and all that is not ASCII are escaped in the JSON, so nothing can end the shell's quotes, move the
 * terminal's cursor or turn the text round.
 */
export function testMetricFilterCommand(filterPattern: string, event: Readonly<Record<string, unknown>>): string {
  const input = JSON.stringify({ filterPattern, logEventMessages: [JSON.stringify(event)] });
  const escaped = input.replace(
    /['\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `aws logs test-metric-filter --cli-input-json '${escaped}'`;
}
