import { checkArtifactPath, contentTypeOf, proxiedPath } from "./artifactPath.js";
import type { ArtifactFile } from "./content.js";
import type { ArtifactEntry } from "./entities.js";
import { filesUnder } from "./folder.js";
import { inParallel } from "./inParallel.js";
import { pages } from "./restApi.js";
import type { RestApi } from "./restApi.js";
import { toArtifactEntry } from "./wire.js";
import type { WireModel, WireRun } from "./wire.js";

/** Artifacts belong to a run or to a logged model. */
export type ArtifactOwner = { runId: string } | { modelId: string };

/** Requests at once; the Python client uses as many threads. */
const PARALLEL_UPLOADS = 8;

/** Files of runs and logged models, by way of the server's artifact proxy. */
export class Artifacts {
  readonly #api: RestApi;
  /** Artifact folders never move. */
  readonly #uris = new Map<string, string>();

  constructor(api: RestApi) {
    this.#api = api;
  }

  /**
   * Uploads files, eight at a time; one that is there already is replaced.
   * @throws RangeError on an unusable path, TypeError when the server does not serve its artifacts, MlflowError,
   *   or ENOENT and its like for a file that can't be read
   */
  async upload(owner: ArtifactOwner, files: readonly ArtifactFile[]): Promise<void> {
    for (const file of files) checkArtifactPath(file.path);
    const uri = await this.#uriOf(owner);
    await inParallel(files, PARALLEL_UPLOADS, async (file) => {
      await this.#api.transport.json({
        method: "PUT",
        path: proxiedPath(uri, file.path),
        content: file.content,
        contentType: contentTypeOf(file.path),
        idempotent: true,
      });
    });
  }

  /** Uploads all files below a folder. @param under where they go; default: the root of the artifacts */
  async uploadFolder(owner: ArtifactOwner, folder: string, under = ""): Promise<void> {
    await this.upload(owner, await filesUnder(folder, under));
  }

  /** What lies directly in a folder of the artifacts. @param folder default: the root */
  async list(owner: ArtifactOwner, folder?: string): Promise<ArtifactEntry[]> {
    const entries: ArtifactEntry[] = [];
    const fetchPage = (pageToken: string | undefined): Promise<object> =>
      "runId" in owner
        ? this.#api.get("artifacts/list", { run_id: owner.runId, path: folder, page_token: pageToken })
        : this.#api.get(`logged-models/${owner.modelId}/artifacts/directories`, {
            artifact_directory_path: folder,
            page_token: pageToken,
          });
    for await (const page of pages(fetchPage)) {
      const { files } = page as { files?: Parameters<typeof toArtifactEntry>[0][] };
      entries.push(...(files ?? []).map(toArtifactEntry));
    }
    return entries;
  }

  /** One file, whole, in memory. @throws MlflowError when there is none of that path */
  async download(owner: ArtifactOwner, path: string): Promise<Uint8Array> {
    checkArtifactPath(path);
    const uri = await this.#uriOf(owner);
    return this.#api.transport.bytes({ method: "GET", path: proxiedPath(uri, path), idempotent: true });
  }

  async #uriOf(owner: ArtifactOwner): Promise<string> {
    const key = "runId" in owner ? owner.runId : owner.modelId;
    const known = this.#uris.get(key);
    if (known !== undefined) return known;
    const uri =
      "runId" in owner
        ? ((await this.#api.get("runs/get", { run_id: owner.runId })) as { run: WireRun }).run.info.artifact_uri
        : ((await this.#api.get(`logged-models/${owner.modelId}`, {})) as { model: WireModel }).model.info.artifact_uri;
    this.#uris.set(key, uri ?? "");
    return uri ?? "";
  }
}
