/** Runs one call after the other. @returns milliseconds of each */
export async function timeCalls(calls: number, work: () => unknown): Promise<number[]> {
  const samplesMs: number[] = [];
  for (let i = 0; i < calls; i++) {
    const startMs = performance.now();
    await work();
    samplesMs.push(performance.now() - startMs);
  }
  return samplesMs;
}
