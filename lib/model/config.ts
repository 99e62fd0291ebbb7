import { z } from "zod";

/** The CNN: convolution blocks, a head that pools or flattens the last map, dense layers with dropout, one logit. */
export const modelConfigSchema = z.strictObject({
  kind: z.literal("cnn").default("cnn"),
  /** Output channels of each convolution block; each block halves the image's side. */
  filters: z.array(z.int().positive()).min(1).max(8).default([32, 64, 128, 256]),
  /** Side of the square convolution kernel. */
  kernelSize: z.int().min(1).max(11).default(3),
  /** "batch": BatchNorm after each convolution; "none": a bias instead. */
  normalization: z.enum(["batch", "none"]).default("batch"),
  /**
   * What the dense layers see of the last map: "gap", its global average, a number a channel; "flatten", every cell, so that
   * the first dense layer has as many times the weights as there are cells, and knows where in the image it looks.
   */
  head: z.enum(["gap", "flatten"]).default("gap"),
  /** Widths of the dense layers between that and the logit. */
  denseUnits: z.array(z.int().positive()).max(4).default([128]),
  /** Share of dense activations dropped in training. */
  dropout: z.number().min(0).lt(1).default(0.5),
  /** Only of `normalization: "batch"`. */
  batchNorm: z
    .strictObject({
      /** Keras's .99 needs 500 steps to forget its start; short runs have fewer. */
      momentum: z.number().min(0).lt(1).default(0.9),
      epsilon: z.number().positive().default(1e-3),
    })
    .prefault({}),
});

export type ModelConfig = z.infer<typeof modelConfigSchema>;
