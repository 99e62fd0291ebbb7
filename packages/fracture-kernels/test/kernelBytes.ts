import { createHash } from "node:crypto";
import { fusedBackend, tf } from "../../../lib/tensorflow/index.js";
import { createRandom } from "../../../lib/random.js";

/** Prints a hash of all that the kernels compute from fixed input, for a test that sets the number of threads. */
const backend = fusedBackend()!;
const hash = createHash("sha256");
const random = createRandom("bytes");
const normal = (...shape: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );
const note = (tensors: tf.Tensor[]): void => {
  for (const tensor of tensors) hash.update(Buffer.from(tensor.dataSync<"float32">().slice().buffer));
};

for (const batch of [1, 3, 9]) {
  const [x, gamma, beta] = [normal(batch, 31, 33, 19), normal(19), normal(19)];
  const settings = [backend.float("epsilon", 1e-3), backend.float("momentum", 0.9)];
  const inputs = [x, gamma, beta, normal(19), normal(19).square()];
  const forward = backend.run("FractureNormPoolRelu", settings, inputs, 6);
  const [, picked, mean, inverse] = forward as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const saved = [x, picked, gamma, beta, mean, inverse];
  note(forward);
  note(backend.run("FractureNormPoolReluGrad", [], [normal(batch, 15, 16, 19), ...saved], 3));
  note(backend.run("FractureBiasPoolRelu", [], [x, beta], 1));
}
const rates = [tf.tensor1d([0.01, 0.9, 0.999, 1e-7]), tf.tensor1d([0.99, 1])];
const lists = [0, 1, 2, 3].flatMap((list) => [normal(50_001), normal(7)].map((t) => (list === 3 ? t.square() : t)));
note(backend.run("FractureAdam", [backend.int("N", 2)], [...rates, ...lists], 6));
console.log(hash.digest("hex"));
