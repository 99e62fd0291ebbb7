import { z } from "zod";

const scheduleConfigSchema = z.strictObject({
  /** "cosine" falls smoothly to zero at the last epoch; "constant" does not fall. */
  kind: z.enum(["cosine", "constant"]).default("cosine"),
  /** Epochs of linear rise at the start: Adam's first steps rest on few gradients. */
  warmupEpochs: z.number().min(0).default(1),
});

export const trainingConfigSchema = z.strictObject({
  epochs: z.int().min(1).max(10_000).default(12),
  batchSize: z.int().min(2).default(32),
  /** Peak of the schedule, per step. */
  learningRate: z.number().positive().default(2e-3),
  schedule: scheduleConfigSchema.prefault({}),
  /** Share of each weight taken away per unit of learning rate (AdamW); kernels only, not biases or BatchNorm. */
  weightDecay: z.number().min(0).default(0.01),
  loss: z
    .strictObject({
      /** "bce": cross-entropy. "focal" weighs an image by (1 - p)^gamma, p being what its true class is given. */
      kind: z.enum(["bce", "focal"]).default("bce"),
      /** Only of "focal". 2 is best in Lin et al. 2017; 0 is cross-entropy. */
      gamma: z.number().min(0).max(10).default(2),
    })
    .prefault({}),
  /** "balanced" weighs a class by n / (2 n_class), as scikit-learn does; the mean weight stays 1. */
  classWeights: z.enum(["balanced", "none"]).default("balanced"),
  /** The validation number that picks the best epoch. */
  monitor: z.enum(["auc", "loss"]).default("auc"),
  /** Training stops after this many epochs without a better monitor; the best weights come back. */
  stopAfterStaleEpochs: z.int().min(1).default(6),
  /** What a killed training can be resumed from; the result does not depend on it. */
  checkpoints: z
    .strictObject({
      /** Within an epoch; each epoch's end has one too. 200 steps of the baseline take some six seconds. */
      everySteps: z.int().min(1).default(200),
      /** Epochs whose checkpoints are kept beside the last one. */
      keepBest: z.int().min(0).default(1),
    })
    .prefault({}),
});

export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
export type LossConfig = TrainingConfig["loss"];
export type ScheduleConfig = z.infer<typeof scheduleConfigSchema>;
