// What AWS allows in one filter pattern.

/** In characters. Source: API reference of PutMetricFilter, `filterPattern`. */
export const MAX_PATTERN_LENGTH = 1024;

/** Source: the CloudWatch Logs page on filter pattern syntax, "Quotas". */
export const MAX_REGEXES = 2;

/** In one pattern; a selector may have one. Source: as above. */
export const MAX_WILDCARD_SELECTORS = 3;
