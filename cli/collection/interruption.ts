/** Waits for somebody to end the program (Ctrl-C, or a polite kill), so that it can end in order. */
export function interruption(): { readonly signal: Promise<'interrupted'>; readonly ignore: () => void } {
  let notice: () => void = () => {};
  const signal = new Promise<'interrupted'>((resolve) => {
    // Once: whoever asks a second time is obeyed at once.
    notice = () => resolve('interrupted');
  });
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.once(name, notice);
  return {
    signal,
    ignore: () => {
      for (const name of names) process.removeListener(name, notice);
    },
  };
}
