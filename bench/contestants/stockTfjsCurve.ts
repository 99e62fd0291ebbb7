import type { CurveRequest, CurvesWorkload } from "../curves.js";
import { givenOptions, serve } from "./serve.js";
import { imageTensors, readWeightsFile, setWeights, silent, stockModel } from "./stockModel.js";

/** Stock tfjs's loss curves, from the first weights that this project left; its order and dropout are Math.random's. */
const { train, validation } = givenOptions() as CurvesWorkload;
const [images, labels] = imageTensors(train);
const validationData = imageTensors(validation);

await serve({
  curve: async ({ epochs }: CurveRequest) => {
    const model = stockModel(train.filters, train.size);
    setWeights(model, readWeightsFile(train));
    const { history } = await model.fit(images, labels, {
      batchSize: train.batch,
      epochs,
      validationData,
      verbose: silent,
    });
    model.dispose();
    return { trainLoss: history["loss"] as number[], validationLoss: history["val_loss"] as number[] };
  },
});
