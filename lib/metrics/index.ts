/** How well probabilities tell fractured from intact images, and how sure that is. Class 1 is fractured throughout. */
export type { AucEstimate } from "./aucEstimate.js";
export { aucWithinStrata, type AucWithinStrata, type AucWithinStrataOptions } from "./aucWithinStrata.js";
export { averagePrecision } from "./averagePrecision.js";
export { brierDecomposition, type BrierDecomposition } from "./brierDecomposition.js";
export { brierScore } from "./brierScore.js";
export {
  calibrate,
  type Calibration,
  type IsotonicCalibration,
  type PlattCalibration,
  type TemperatureCalibration,
} from "./calibrate.js";
export { calibrationCurve, type CalibrationBin } from "./calibrationCurve.js";
export { chooseThreshold, type ThresholdChoice, type ThresholdRule } from "./chooseThreshold.js";
export { clusteredProportion } from "./clusteredProportion.js";
export { compareAucs, type AucComparison } from "./compareAucs.js";
export { compareCrossValidatedAucs } from "./compareCrossValidatedAucs.js";
export type { Confidence } from "./confidence.js";
export { confidentLearning, type ConfidentLearning, type LabelCounts, type LabelDoubt } from "./confidentLearning.js";
export { confusionMatrix, type Confusion } from "./confusionMatrix.js";
export { accuracy, balancedAccuracy, f1, mcc, npv, ppv, sensitivity, specificity } from "./confusionRates.js";
export { crossValidatedAuc, type CrossValidatedAuc } from "./crossValidatedAuc.js";
export {
  crossValidatedAucWithin,
  type CrossValidatedAucWithin,
  type CrossValidatedStratum,
  type StratifiedFold,
} from "./crossValidatedAucWithin.js";
export { decisionCurve, type DecisionCurve, type DecisionCurveOptions } from "./decisionCurve.js";
export { delongAuc } from "./delongAuc.js";
export { designEffect } from "./designEffect.js";
export { eceIfCalibrated, type EceIfCalibratedOptions } from "./eceIfCalibrated.js";
export { expectedCalibrationError } from "./expectedCalibrationError.js";
export { fitIsotonic } from "./fitIsotonic.js";
export { fitPlatt } from "./fitPlatt.js";
export { fitTemperature } from "./fitTemperature.js";
export { groupBootstrap, type BootstrapInterval, type BootstrapOptions } from "./groupBootstrap.js";
export {
  aucSwapTest,
  crossValidatedSwapTest,
  groupSwapTest,
  type SwapTest,
  type SwapTestOptions,
} from "./groupSwapTest.js";
export { holm } from "./holm.js";
export { independentDifference } from "./independentDifference.js";
export { judgeClaim, type Claim } from "./judgeClaim.js";
export {
  localizationNames,
  localizationScores,
  type LocalizationName,
  type LocalizationScores,
} from "./localizationScores.js";
export { logLoss } from "./logLoss.js";
export { discordantCalls, mcnemarTest, type DiscordantCalls, type McnemarTest } from "./mcnemar.js";
export { measure, metricNames, type MetricName } from "./measure.js";
export {
  detectableFromStandardError,
  minimumDetectableDifference,
  type DetectableOptions,
  type TestPower,
} from "./minimumDetectableDifference.js";
export { newcombeAucInterval } from "./newcombeAucInterval.js";
export { normalCdf, normalQuantile } from "./normalDistribution.js";
export { operatingPoint, ratesAt, type OperatingPoint, type OperatingPointOptions } from "./operatingPoint.js";
export type { PairedScores } from "./pairedScores.js";
export { plantedLabelNoise, type PlantedNoise, type PlantedNoiseOptions } from "./plantedLabelNoise.js";
export { prCurve, type PrCurve } from "./prCurve.js";
export { quantile } from "./quantile.js";
export { reliability, type ReliabilityBin } from "./reliability.js";
export { rocAuc } from "./rocAuc.js";
export { rocBand, type RocBand } from "./rocBand.js";
export { rocCurve, type RocCurve } from "./rocCurve.js";
export { spearman } from "./spearman.js";
export {
  summarize,
  summarizeMean,
  type Called,
  type Estimate,
  type Scored,
  type SummarizeOptions,
  type Summary,
} from "./summarize.js";
export { summarizeBySlice, type SliceOptions, type SliceSummary } from "./summarizeBySlice.js";
export { summarizeLocalization, type LocalizationOptions, type LocalizationSummary } from "./summarizeLocalization.js";
export { wilsonInterval } from "./wilsonInterval.js";
