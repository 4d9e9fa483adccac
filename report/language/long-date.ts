const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * "3 November 2026", in UTC.
 *
 * @param firstDay how the language writes the first of a month, where that is not "1": French says "1er".
 */
export function longDateIn(tag: string, firstDay: string | undefined, date: Date): string {
  let format = formats.get(tag);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
    formats.set(tag, format);
  }
  if (firstDay === undefined || date.getUTCDate() !== 1) return format.format(date);
  const parts = format.formatToParts(date);
  return parts.map(({ type, value }) => (type === 'day' ? firstDay : value)).join('');
}
