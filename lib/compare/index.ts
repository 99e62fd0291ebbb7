/** Trained runs held against each other: what differs, who is better on the same images, what each took. */
export { readRuns, type ComparedRun, type RunFolder } from "./comparedRun.js";
export { compareRuns, type ComparedPair, type Comparison } from "./compareRuns.js";
export { compareFolds, type FoldsComparison } from "./compareFolds.js";
export { foldsPairRows, foldsReportFigures, foldsVerdicts } from "./foldsReport.js";
export { readFoldsToCompare, type ComparedFolds } from "./comparedFolds.js";
export { aucsFigure, curvesFigure, gainsFigure, reportFigures } from "./figures.js";
export { costRows, differenceRows, estimateRows, metricRows, pairRows } from "./tables.js";
export { verdicts } from "./verdict.js";
