/** The named experiments' answers, from their runs in MLflow. */
export type { NamedExperiment, NamedResult, NamedRun } from "./namedRun.js";
export { compareNamed, type Gain, type NamedRow } from "./compareNamed.js";
export { namedReport } from "./namedReport.js";
export { readNamedResults } from "./readNamedResults.js";
