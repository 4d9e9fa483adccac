import { UsageError } from './errors.js';

/**
 * The report's time, ISO 8601 in whole seconds: SOURCE_DATE_EPOCH (seconds) where it is set, so that the same input
 * gives the same bytes, else now.
 */
export function reportTime(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  const now =
    epoch === undefined || epoch === ''
      ? new Date()
      : new Date(/^[0-9]{1,12}$/.test(epoch) ? Number(epoch) * 1000 : Number.NaN);
  if (Number.isNaN(now.getTime())) {
    throw new UsageError(`SOURCE_DATE_EPOCH is "${epoch}": expected whole seconds since 1970.`);
  }
  return `${now.toISOString().slice(0, 19)}Z`;
}
