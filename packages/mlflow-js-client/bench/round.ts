/** What one run of the comparison records. */
export interface Work {
  metrics: number;
  /** Whose files become artifacts. */
  folder: string;
}

/** How long that took, until all of it was on the server. */
export interface Round {
  runId: string;
  metricsSeconds: number;
  artifactsSeconds: number;
}
