/** The artifacts lie where neither this client nor, on its behalf, the tracking server can write. */
export class ArtifactsNotServedError extends Error {
  override readonly name = "ArtifactsNotServedError";

  /** @param artifactUri the artifact folder, such as file:///var/mlruns/1/abc/artifacts */
  constructor(readonly artifactUri: string) {
    super(
      `Expected artifacts that the tracking server serves. Received: ${artifactUri}. Start it as "mlflow server --serve-artifacts ` +
        `--artifacts-destination <folder or bucket>" and make a new experiment: one that exists keeps its place.`,
    );
  }
}
