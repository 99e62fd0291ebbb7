export interface EpochRecord {
  /** From 1. */
  epoch: number;
  trainLoss: number;
  validationLoss: number;
  validationAuc: number;
  /** At the epoch's last step. */
  learningRate: number;
  /** Training alone, without validation and whoever observes; of a resumed epoch, the steps since. */
  imagesPerSecond: number;
  /** Share of the training time spent waiting for a batch to be ready. */
  inputWaitShare: number;
  isBest: boolean;
  /** Wall clock of the whole epoch, with validation and observers; of a resumed one, without what was lost. */
  seconds: number;
  /** When it ended, ms since 1970: whoever logs an epoch again after a crash logs the same point. */
  endedAtMs: number;
}

export interface StepRecord {
  epoch: number;
  epochs: number;
  /** From 1, within the epoch. */
  step: number;
  stepsPerEpoch: number;
  /** Of this step's batch. */
  loss: number;
  imagesPerSecond: number;
}

/** How a caller follows a training; both may be slow without harm to the result. */
export interface TrainingObserver {
  onStep?(record: StepRecord): void | Promise<void>;
  onEpoch?(record: EpochRecord): void | Promise<void>;
}
