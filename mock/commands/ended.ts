/** Resolves with the exit code when the process is told to end: 130 when interrupted, 0 when asked. */
export function ended(): Promise<number> {
  return new Promise((resolve) => {
    const end = (signal: NodeJS.Signals) => {
      process.off('SIGINT', end).off('SIGTERM', end)
      resolve(signal === 'SIGINT' ? 130 : 0)
    }
    process.on('SIGINT', end).on('SIGTERM', end)
  })
}
