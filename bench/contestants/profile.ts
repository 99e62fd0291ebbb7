import { augmentConfigSchema } from "../../lib/data/augmentConfig.js";
import { createStageClock } from "../stageClock.js";
import { trainOurs } from "../trainOurs.js";
import { openDataset, type Workload } from "../workload.js";
import { givenOptions, serve } from "./serve.js";
import { watchAugmentation, watchTraining } from "./watchTraining.js";

/** One epoch of the real training loop, from a file and with augmentation, watched. */
const workload = givenOptions() as Workload;
const dataset = openDataset(workload);
const clock = createStageClock();
/** The first steps pay for kernels' caches and memory. */
const skippedSteps = Math.min(5, workload.steps - 1);

await serve({
  profile: async () => {
    const { train } = trainOurs(workload, dataset);
    watchTraining(clock);
    let result: ReturnType<typeof clock.stop> | undefined;
    const countedSteps = workload.steps - skippedSteps;
    await train({
      augment: watchAugmentation(augmentConfigSchema.parse({}), clock),
      onStep: ({ step, stepsPerEpoch }) => {
        if (step === stepsPerEpoch) result = clock.stop(countedSteps);
        else if (step === skippedSteps) clock.start("input");
        else clock.enter("input"); // and whatever lies between two steps
      },
    });
    return { ...result!, steps: countedSteps };
  },
});
