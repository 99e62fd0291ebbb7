import type { ArtifactDownloads } from "./artifactDownloads.js";
import { checkArtifactPath, checkRelativePath, proxiedPath } from "./artifactPath.js";
import { ArtifactsNotServedError } from "./artifactsNotServed.js";
import type { ArtifactOwner, ArtifactUploads } from "./artifactUploads.js";
import type { ArtifactFile } from "./content.js";
import { downloadFolder, pathsBelow } from "./downloadFolder.js";
import type { ArtifactEntry } from "./entities.js";
import { filesUnder } from "./folder.js";
import { inParallel } from "./inParallel.js";
import type { RestApi } from "./restApi.js";
import { toArtifactEntry } from "./wire.js";
import type { WireModel, WireRun } from "./wire.js";

/** Requests at once; the Python client uses as many threads. */
const PARALLEL_UPLOADS = 8;

/**
 * Files of runs and logged models. Paths are relative, with "/" between folders; every method throws RangeError on another
 * one, uploads also on a name that MLflow would refuse or change, and MlflowError when the server refuses or can't be reached.
 */
export class Artifacts {
  readonly #api: RestApi;
  readonly #uploads: ArtifactUploads;
  readonly #downloads: ArtifactDownloads;
  /** Artifact folders never move. */
  readonly #uris = new Map<string, string>();

  constructor(api: RestApi, uploads: ArtifactUploads, downloads: ArtifactDownloads) {
    this.#api = api;
    this.#uploads = uploads;
    this.#downloads = downloads;
  }

  /**
   * Uploads files, eight at a time; one that is there already is replaced.
   * @throws ArtifactsNotServedError where neither client nor server can write, or ENOENT and its like for a file that can't
   *   be read
   */
  async upload(owner: ArtifactOwner, files: readonly ArtifactFile[]): Promise<void> {
    for (const file of files) checkArtifactPath(file.path);
    const uri = await this.#uriOf(owner);
    await inParallel(files, PARALLEL_UPLOADS, (file) => this.#uploads.upload(owner, uri, file));
  }

  /** Uploads all files below a folder. @param under where they go; default: the root of the artifacts */
  async uploadFolder(owner: ArtifactOwner, folder: string, under = ""): Promise<void> {
    await this.upload(owner, await filesUnder(folder, under));
  }

  /** What lies directly in a folder of the artifacts. @param folder default: the root */
  async list(owner: ArtifactOwner, folder?: string): Promise<ArtifactEntry[]> {
    if (folder !== undefined) checkRelativePath(folder);
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      "runId" in owner
        ? this.#api.get("artifacts/list", { run_id: owner.runId, path: folder, page_token: pageToken })
        : this.#api.get(`logged-models/${owner.modelId}/artifacts/directories`, {
            artifact_directory_path: folder,
            page_token: pageToken,
          });
    const entries: ArtifactEntry[] = [];
    for await (const entry of this.#api.items("files", toArtifactEntry, fetchPage)) entries.push(entry);
    return entries;
  }

  /** One file, whole, in memory. @throws MlflowError when there is none of that path */
  async download(owner: ArtifactOwner, path: string): Promise<Uint8Array> {
    checkRelativePath(path);
    return this.#downloads.bytes(owner, await this.#uriOf(owner), path);
  }

  /**
   * One file, streamed to disk: there whole or not at all. Its folder is made; a file of that name is replaced.
   * @throws MlflowError when there is none of that path; ENOSPC and its like
   */
  async downloadFile(owner: ArtifactOwner, path: string, file: string): Promise<void> {
    checkRelativePath(path);
    await this.#downloads.toFile(owner, await this.#uriOf(owner), path, file);
  }

  /**
   * All files below a folder of the artifacts, eight at a time, into a new folder that is there whole or not at all.
   * @param options.folder must not be there, or be empty @param options.under default: all artifacts
   * @returns the files' artifact paths
   * @throws Error when the folder holds something; ENOSPC and its like
   */
  async downloadFolder(owner: ArtifactOwner, options: { folder: string; under?: string }): Promise<string[]> {
    const { folder, under } = options;
    const paths = await pathsBelow(under, (below) => this.list(owner, below));
    await downloadFolder(paths, under === undefined ? "" : `${under}/`, folder, (path, file) =>
      this.downloadFile(owner, path, file),
    );
    return paths;
  }

  /**
   * Deletes a file, or a folder with all in it.
   * @throws ArtifactsNotServedError when the server does not serve these artifacts
   */
  async delete(owner: ArtifactOwner, path: string): Promise<void> {
    checkRelativePath(path);
    const uri = await this.#uriOf(owner);
    const served = proxiedPath(uri, path);
    if (served === undefined) throw new ArtifactsNotServedError(uri);
    await this.#api.transport.json({ method: "DELETE", path: served, idempotent: true });
  }

  async #uriOf(owner: ArtifactOwner): Promise<string> {
    const key = "runId" in owner ? owner.runId : owner.modelId;
    const known = this.#uris.get(key);
    if (known !== undefined) return known;
    const uri =
      "runId" in owner
        ? ((await this.#api.get("runs/get", { run_id: owner.runId }, "run")) as { run: WireRun }).run.info.artifact_uri
        : ((await this.#api.get(`logged-models/${owner.modelId}`, {}, "model")) as { model: WireModel }).model.info
            .artifact_uri;
    this.#uris.set(key, uri ?? "");
    return uri ?? "";
  }
}
