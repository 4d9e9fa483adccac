/** The exit codes of every command. */
export const EXIT = {
  /** Done, and nothing to report. */
  ok: 0,
  /** Findings: a failed or not-assessed control, an incomplete collection. */
  findings: 1,
  /** Bad usage or bad input. */
  input: 2,
  /** A fault of ours. */
  fault: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
