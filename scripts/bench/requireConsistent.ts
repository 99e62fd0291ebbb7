import { peerNames, type Peer } from "../../bench/contestants.js";
import { partNames, type PartName } from "../../bench/runPart.js";
import { UserError } from "../../lib/userError.js";

export interface Asked {
  filters: readonly number[];
  size: number;
  steps: number;
  profile?: true;
  writeReadme?: true;
  /** What is to be compared; none when only a profile or curves are asked for. */
  parts: readonly PartName[];
  peers: readonly Peer[];
}

/**
 * Looks at options that are right one by one but not together.
 * @throws UserError, exit 2, that names the option to change
 */
export function requireConsistent({ filters, size, steps, profile, writeReadme, parts, peers }: Asked): void {
  if (filters.length > 8 || size < 2 ** filters.length) {
    const received = `${filters.length} filters at ${size} pixels`;
    throw new UserError(`bench: expected up to 8 filters, each halving the image. Received: ${received}.`, 2);
  }
  if (profile && steps < 2) {
    throw new UserError(
      `bench: expected --steps of 2 or more with --profile, which does not count the first. Received: ${steps}.`,
      2,
    );
  }
  const isWhole = partNames.every((name) => parts.includes(name)) && peerNames.every((name) => peers.includes(name));
  if (writeReadme && parts.length > 0 && !isWhole) {
    throw new UserError(
      "bench: expected --write-readme without --only and --without, since it replaces the whole comparison in the page. " +
        "Received: a part of it. Leave one of them out.",
      2,
    );
  }
}
