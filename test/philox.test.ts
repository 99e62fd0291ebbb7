import fc from "fast-check";
import { expect, test } from "vitest";
import { philoxUniform } from "../lib/philox.js";
import { nativeBackend, tf } from "../lib/tensorflow/index.js";

/** TensorFlow's StatelessRandomUniform. */
function tensorflowUniform(count: number, seeds: [number, number]): Float32Array {
  return tf.tidy(() => {
    const native = nativeBackend()!;
    const attributes = [native.float32("dtype"), native.int32("T"), native.int32("Tseed")];
    const inputs = [tf.tensor1d([count], "int32"), tf.tensor1d(seeds, "int32")];
    return native.run("StatelessRandomUniform", attributes, inputs, 1)[0]!.dataSync<"float32">();
  });
}

test("philoxUniform equals TensorFlow's stateless generator to the bit for any seeds and size", () => {
  const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  const property = fc.property(fc.integer({ min: 1, max: 3000 }), seed, seed, (count, seed0, seed1) => {
    expect(Buffer.from(philoxUniform(count, [seed0, seed1]).buffer)).toEqual(
      Buffer.from(Float32Array.from(tensorflowUniform(count, [seed0, seed1])).buffer),
    );
  });
  fc.assert(property, {
    numRuns: 60,
    seed: 1,
    examples: [
      [4, 0, 0],
      [5, 2 ** 31 - 1, 2 ** 31 - 1],
    ],
  });
});

test("philoxUniform equals TensorFlow's generator where TensorFlow shares the work between threads", () => {
  const count = 300_001;
  expect(Buffer.compare(bytes(philoxUniform(count, [3, 9])), bytes(tensorflowUniform(count, [3, 9])))).toBe(0);
});

test("philoxUniform is uniform in [0, 1)", () => {
  const values = philoxUniform(100_000, [1, 2]);
  const counts = new Array<number>(10).fill(0);
  for (const value of values) counts[Math.floor(value * 10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4.5 * Math.sqrt(9000));
});

const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
