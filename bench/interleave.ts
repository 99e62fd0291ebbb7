import type { Contestant } from "./contestant.js";
import type { Measured } from "./measure.js";
import { pairedRatio, spreadOf, type Spread } from "./statistics.js";

/** Contestants by the name that tables and JSON keys give them, "ours" first. */
export type Entries = Record<string, Contestant>;

/**
 * One round of each in turn, then the next round: what else the machine does hits all alike.
 * @param onRound told after each contestant's round
 */
export async function interleave<Round extends Measured>(
  entries: Entries,
  rounds: number,
  work: string,
  onRound: (done: number, total: number) => void,
): Promise<Record<string, Round[]>> {
  const results: Record<string, Round[]> = Object.fromEntries(Object.keys(entries).map((name) => [name, []]));
  const total = rounds * Object.keys(entries).length;
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [name, contestant] of Object.entries(entries)) {
      results[name]!.push(await contestant.ask<Round>(work));
      onRound(++done, total);
    }
  }
  return results;
}

/** What rounds of the same work came to, by contestant. */
export interface Throughput {
  imagesPerSecond: Record<string, Spread>;
  /** Median over the rounds. */
  cpuMsPerImage: Record<string, number>;
  /** Images/s of "ours" over each other's, round by round. */
  ratio: Record<string, Spread>;
}

/** @param rounds "ours" and any others, as many rounds of each */
export function throughput(rounds: Record<string, readonly Measured[]>): Throughput {
  const speeds = mapValues(rounds, (own) => own.map(({ images, seconds }) => images / seconds));
  const { ours, ...others } = speeds;
  return {
    imagesPerSecond: mapValues(speeds, spreadOf),
    cpuMsPerImage: mapValues(rounds, (own) => spreadOf(own.map(({ images, cpuMs }) => cpuMs / images)).median),
    ratio: mapValues(others, (theirs) => pairedRatio(ours!, theirs)),
  };
}

function mapValues<T, R>(record: Record<string, T>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
