import { createHash } from "node:crypto";
import { z } from "zod";
import { parseRecord } from "../parseRecord.js";
import type { TrainingState } from "./trainingState.js";
import type { WeightArray } from "../model/weights.js";

const arrayEntry = z.strictObject({ name: z.string(), shape: z.array(z.int().min(0)) });

const header = z.strictObject({
  format: z.literal(1),
  epoch: z.int().min(1),
  step: z.int().min(0),
  lossSum: z.number(),
  seconds: z.number().min(0),
  history: z.array(
    z.strictObject({
      epoch: z.int().min(1),
      trainLoss: z.number(),
      validationLoss: z.number(),
      validationAuc: z.number(),
      learningRate: z.number(),
      imagesPerSecond: z.number(),
      inputWaitShare: z.number(),
      isBest: z.boolean(),
      seconds: z.number().min(0),
      endedAtMs: z.int(),
    }),
  ),
  /** The network's arrays; their values come twice, now and at the best epoch. */
  weights: z.array(arrayEntry),
  optimizerSteps: z.int().min(0),
  /** Values of each of the optimizer's moments; they come twice, first and second. */
  moments: z.array(z.int().min(0)),
  /** Of the bytes behind the header. */
  sha256: z.string(),
});

/**
 * A state as the chunks of a file: one line of JSON, then little-endian float32: weights, best weights, first and second
 * moments.
 */
export function encodeCheckpoint(state: TrainingState): Uint8Array[] {
  const { epoch, step, lossSum, seconds, history, weights, bestWeights, optimizer } = state;
  const arrays = [...weights, ...bestWeights].map(({ values }) => values);
  const chunks = [...arrays, ...optimizer.first, ...optimizer.second].map(
    (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  const described: z.input<typeof header> = {
    format: 1,
    epoch,
    step,
    lossSum,
    seconds,
    history,
    weights: weights.map(({ name, shape }) => ({ name, shape })),
    optimizerSteps: optimizer.steps,
    moments: optimizer.first.map(({ length }) => length),
    sha256: digest(chunks),
  };
  return [new TextEncoder().encode(`${JSON.stringify(described)}\n`), ...chunks];
}

/** @throws Error saying what is wrong with the bytes: cut short, changed, or of another format */
export function decodeCheckpoint(bytes: Uint8Array): TrainingState {
  const lineEnd = bytes.indexOf(0x0a);
  if (lineEnd < 0) throw new Error("it has no header");
  const text = new TextDecoder().decode(bytes.subarray(0, lineEnd));
  const { weights, moments, optimizerSteps, sha256, format, ...rest } = parseRecord(text, header, (reason) => reason);
  const body = bytes.subarray(lineEnd + 1);
  if (digest([body]) !== sha256)
    throw new Error(`format ${format} with ${body.length} bytes that are not those written`);
  const take = reader(body);
  const arrays = (): WeightArray[] => weights.map((entry) => ({ ...entry, values: take(product(entry.shape)) }));
  const values = (): Float32Array[] => moments.map((count) => take(count));
  const [now, best, first, second] = [arrays(), arrays(), values(), values()];
  return { ...rest, weights: now, bestWeights: best, optimizer: { steps: optimizerSteps, first, second } };
}

/** Copies: a float32 view needs an aligned start, which the header's length does not give. */
function reader(body: Uint8Array): (count: number) => Float32Array {
  let at = 0;
  return (count) => {
    const part = new Uint8Array(body.subarray(at, (at += 4 * count))); // not slice: a Buffer's is a view
    return new Float32Array(part.buffer);
  };
}

function digest(chunks: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, side) => total * side, 1);
}
