const held = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Puts off the end that a signal asks for while `work` runs, and tells the work of it: secrets have to be deleted, and what
 * state things are in has to be said.
 */
export async function holdSignals<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (name: string): void => controller.abort(new Error(`Interrupted (${name}).`));
  for (const signal of held) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of held) process.off(signal, interrupt);
  }
}
