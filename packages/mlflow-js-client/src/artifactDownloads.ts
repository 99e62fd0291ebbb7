import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { proxiedPath } from "./artifactPath.js";
import type { ArtifactOwner } from "./artifactUploads.js";
import type { MultipartOptions } from "./clientOptions.js";
import { MlflowError } from "./mlflowError.js";
import type { ObjectStore, PresignedRequest } from "./objectStore.js";
import type { Call, Transport } from "./transport.js";
import { orUndefined } from "./uploadInParts.js";

/**
 * Gets artifacts: through the tracking server, or a large one past it where its store signs addresses. What the artifact
 * proxy does not serve (s3://…, file:…) the server reads for its own pages; so it does for us.
 */
export class ArtifactDownloads {
  readonly #transport: Transport;
  readonly #store: ObjectStore;
  readonly #minFileBytes: number;
  /** Whether the server's store signs addresses; known after the first file. */
  #signs = true;

  constructor(transport: Transport, store: ObjectStore, multipart: MultipartOptions) {
    this.#transport = transport;
    this.#store = store;
    this.#minFileBytes = multipart.minFileBytes;
  }

  /** @throws MlflowError when there is none of that path */
  bytes(owner: ArtifactOwner, artifactUri: string, path: string): Promise<Uint8Array> {
    return this.#transport.bytes(serverCall(owner, artifactUri, path));
  }

  /** Streamed to a file, which is there whole or not at all. @throws MlflowError; ENOSPC and its like */
  async toFile(owner: ArtifactOwner, artifactUri: string, path: string, file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.part`;
    const open = (): Writable => createWriteStream(temporary);
    try {
      if (!(await this.#saveFromStore(artifactUri, path, open))) {
        await this.#transport.save(serverCall(owner, artifactUri, path), open);
      }
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** @returns false when the file shall come through the server: small, or its store signs none or can't be reached from here */
  async #saveFromStore(artifactUri: string, path: string, open: () => Writable): Promise<boolean> {
    const presigned = proxiedPath(artifactUri, path, "presigned");
    if (presigned === undefined || !this.#signs) return false;
    const reply = await orUndefined(this.#transport.json({ method: "GET", path: presigned, idempotent: true }));
    if (reply === undefined) {
      this.#signs = false;
      return false;
    }
    const target = reply as PresignedRequest & { file_size?: number };
    if ((target.file_size ?? 0) < this.#minFileBytes) return false;
    try {
      await this.#store.save(target, open);
      return true;
    } catch (error) {
      if (error instanceof MlflowError) return false;
      throw error;
    }
  }
}

function serverCall(owner: ArtifactOwner, artifactUri: string, path: string): Call {
  const served = proxiedPath(artifactUri, path);
  if (served !== undefined) return { method: "GET", path: served, idempotent: true };
  if ("runId" in owner) {
    return { method: "GET", path: "/get-artifact", query: { run_id: owner.runId, path }, idempotent: true };
  }
  return {
    method: "GET",
    path: `/ajax-api/2.0/mlflow/logged-models/${owner.modelId}/artifacts/files`,
    query: { artifact_file_path: path },
    idempotent: true,
  };
}
