/**
 * TensorFlow's StatelessRandomUniform in TypeScript, for backends without it: Philox 4x32-10 (Salmon et al. 2011,
 * doi:10.1145/2063384.2063405), key and counter from the seeds as TensorFlow scrambles them
 * (tensorflow/core/kernels/stateless_random_ops.cc), 23 random bits a number.
 * @param seeds two integers below 2^31
 * @returns [count] in [0, 1)
 */
export function philoxUniform(count: number, [seed0, seed1]: readonly [number, number]): Float32Array {
  const [key0, key1, high0, high1] = philox([seed0, 0, seed1, 0], 0x3ec8f720, 0x02461e29);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 4) {
    const group = philox([i / 4, 0, high0, high1], key0, key1);
    for (let k = 0; k < 4 && i + k < count; k++) values[i + k] = (group[k]! & 0x7fffff) / 0x800000;
  }
  return values;
}

type Words = [number, number, number, number];

/** Ten rounds on a 128-bit counter. */
function philox([c0, c1, c2, c3]: Words, key0: number, key1: number): Words {
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiply(0xd2511f53, c0);
    const [high1, low1] = multiply(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [high1 ^ c1 ^ key0, low1, high0 ^ c3 ^ key1, low0];
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  return [c0, c1, c2, c3];
}

/** The high and low halves of a product of two 32-bit numbers. */
function multiply(a: number, b: number): [high: number, low: number] {
  const product = BigInt(a >>> 0) * BigInt(b >>> 0);
  return [Number(product >> 32n) | 0, Number(product & 0xffffffffn) | 0];
}
