import { contentTypeOf, proxiedPath } from "./artifactPath.js";
import { ArtifactsNotServedError } from "./artifactsNotServed.js";
import type { MultipartOptions } from "./clientOptions.js";
import { bodyOf } from "./content.js";
import type { ArtifactFile } from "./content.js";
import type { ObjectStore, PresignedRequest } from "./objectStore.js";
import type { RestApi } from "./restApi.js";
import { orUndefined, uploadInParts } from "./uploadInParts.js";

/** Whose artifacts: a run's or a logged model's. */
export type ArtifactOwner = { runId: string } | { modelId: string };

/**
 * Brings one file to its place, whichever way the place allows:
 * through the tracking server (mlflow-artifacts:), a large file in parts past it if its store takes parts;
 * past it by an address that it signs (s3://… and its like, which the server does not serve itself);
 * not at all into a folder (file:…): nothing tells whether the server's folder is this machine's.
 */
export class ArtifactUploads {
  readonly #api: RestApi;
  readonly #store: ObjectStore;
  readonly #multipart: MultipartOptions;
  /** Whether the server's store takes parts; known after the first large file. */
  #takesParts = true;

  constructor(api: RestApi, store: ObjectStore, multipart: MultipartOptions) {
    this.#api = api;
    this.#store = store;
    this.#multipart = multipart;
  }

  /** @throws ArtifactsNotServedError, MlflowError, or ENOENT and its like */
  async upload(owner: ArtifactOwner, artifactUri: string, file: ArtifactFile): Promise<void> {
    const path = proxiedPath(artifactUri, file.path);
    if (path === undefined) {
      await this.#uploadPresigned(owner, artifactUri, file);
      return;
    }
    if (await this.#uploadInParts(artifactUri, file)) return;
    await this.#api.transport.done({
      method: "PUT",
      path,
      content: file.content,
      contentType: contentTypeOf(file.path),
      idempotent: true,
    });
  }

  async #uploadInParts(artifactUri: string, file: ArtifactFile): Promise<boolean> {
    if (!this.#takesParts) return false;
    const { minFileBytes, partBytes } = this.#multipart;
    const { sizeBytes } = await bodyOf(file.content);
    if (sizeBytes < minFileBytes) return false;
    const by = { transport: this.#api.transport, store: this.#store };
    this.#takesParts = await uploadInParts(by, artifactUri, file, { fileBytes: sizeBytes, partBytes });
    return this.#takesParts;
  }

  async #uploadPresigned(owner: ArtifactOwner, artifactUri: string, file: ArtifactFile): Promise<void> {
    if (!/^[a-z][a-z0-9+.-]+:/i.test(artifactUri) || /^(file|https?|mlflow-artifacts):/i.test(artifactUri)) {
      throw new ArtifactsNotServedError(artifactUri);
    }
    const whose = "runId" in owner ? { run_id: owner.runId } : { model_id: owner.modelId };
    const signed = await orUndefined(
      this.#api.postIdempotent("artifacts/presigned-upload-url", { ...whose, path: file.path }),
    );
    if (signed === undefined) throw new ArtifactsNotServedError(artifactUri);
    const { presigned_url: url, headers } = signed as { presigned_url: string } & Pick<PresignedRequest, "headers">;
    await this.#store.put({ url, ...(headers && { headers }) }, await bodyOf(file.content));
  }
}
