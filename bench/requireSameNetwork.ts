import { UserError } from "../lib/userError.js";
import type { Contestant } from "./contestant.js";

interface Identity {
  tensorflow: string;
  /** How many numbers the optimizer moves. */
  parameters: number;
  /** How many numbers BatchNorm's moving statistics are. */
  statistics: number;
}

/** Share of the largest logit by which two libraries may differ in float32. */
const logitTolerance = 1e-3;

/**
 * Proves that everybody computes the same thing before it is timed: the same TensorFlow, as many parameters, and from the
 * first one's weights the same logits for every image.
 * @returns TensorFlow's version
 * @throws UserError when a contestant is another network, or on another TensorFlow
 */
export async function requireSameNetwork([ours, ...others]: readonly Contestant[]): Promise<string> {
  const expected = await ours!.ask<Identity>("identity");
  await ours!.ask("writeWeights");
  const { logits } = await ours!.ask<{ logits: number[] }>("logits");
  const scale = Math.max(...logits.map(Math.abs));
  for (const other of others) {
    const found = await other.ask<Identity>("identity");
    for (const key of ["tensorflow", "parameters", "statistics"] as const) {
      if (found[key] === expected[key]) continue;
      throw new UserError(`bench: expected ${other.name} with ${key} ${expected[key]}. Received: ${found[key]}.`);
    }
    await other.ask("readWeights");
    const theirs = (await other.ask<{ logits: number[] }>("logits")).logits;
    const worst = Math.max(...theirs.map((logit, i) => Math.abs(logit - logits[i]!)));
    if (!(worst <= logitTolerance * scale)) {
      throw new UserError(
        `bench: expected the same logits of ${other.name} from the same weights. Received: ${worst} apart at ${scale}.`,
      );
    }
  }
  return expected.tensorflow;
}
