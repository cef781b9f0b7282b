/** Resolves when the signal aborts; keeps the process alive until then. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    // A promise alone keeps no process alive.
    const alive = setInterval(() => undefined, 2 ** 30)
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(alive)
        resolve()
      },
      { once: true },
    )
  })
}
