import { posix } from "node:path";
import { proxiedPath } from "./artifactPath.js";
import type { ArtifactService } from "./artifactPath.js";
import { bodyOf } from "./content.js";
import type { ArtifactFile } from "./content.js";
import { inParallel } from "./inParallel.js";
import { MlflowError } from "./mlflowError.js";
import type { ObjectStore, PresignedRequest } from "./objectStore.js";
import type { Call, Transport } from "./transport.js";

const PARALLEL_PARTS = 8;
/** S3's limit; others allow more. */
const MAX_PARTS = 10_000;

/** Whoever aborts wants to go on. */
const LAST_CALL_MS = 2000;

interface WireUpload {
  upload_id?: string;
  credentials?: (PresignedRequest & { part_number: number | string })[];
}

/**
 * Uploads one file in parts, straight to the object store behind the tracking server. When a part fails for good the upload
 * is called off, so that the store keeps no torso.
 * @param artifactUri an artifact folder that the server serves
 * @returns false when the server's store takes no parts: nothing has been sent then
 * @throws MlflowError, or ENOENT and its like
 */
export async function uploadInParts(
  { transport, store }: { transport: Transport; store: ObjectStore },
  artifactUri: string,
  file: ArtifactFile,
  sizes: { fileBytes: number; partBytes: number },
): Promise<boolean> {
  const { fileBytes } = sizes;
  const partBytes = Math.max(sizes.partBytes, Math.ceil(fileBytes / MAX_PARTS));
  const folder = file.path.includes("/") ? posix.dirname(file.path) : "";
  const call = (service: ArtifactService, json: object): Pick<Call, "method" | "path" | "json"> => ({
    method: "POST",
    path: proxiedPath(artifactUri, folder, service) ?? "",
    json: { path: posix.basename(file.path), ...json },
  });

  const beginning = call("mpu/create", { num_parts: Math.ceil(fileBytes / partBytes) });
  const begun = await orUndefined(transport.json({ ...beginning, idempotent: true }));
  if (begun === undefined) return false;
  const { upload_id, credentials = [] } = begun as WireUpload;
  const etags: string[] = [];
  try {
    await inParallel([...credentials.entries()], PARALLEL_PARTS, async ([index, target]) => {
      const start = index * partBytes;
      const body = await bodyOf(file.content, { start, end: Math.min(fileBytes, start + partBytes) });
      etags[index] = await store.put(target, body);
    });
    const parts = credentials.map(({ part_number, url }, index) => ({ part_number, url, etag: etags[index] }));
    await transport.json({ ...call("mpu/complete", { upload_id, parts }), idempotent: false });
  } catch (error) {
    const patience = transport.signal?.aborted === true ? { attempts: 1, timeoutMs: LAST_CALL_MS } : {};
    const abort = { ...call("mpu/abort", { upload_id }), idempotent: true, evenIfAborted: true, ...patience };
    await transport.json(abort).catch(() => undefined); // report the first fault
    throw error;
  }
  return true;
}

/** What a server answers, or undefined from one that has no such service, or whose artifact store has none. */
export async function orUndefined(reply: Promise<object>): Promise<object | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    const isUnknownAddress = error.status === 404 && error.errorCode === "UNEXPECTED_REPLY";
    if (error.errorCode === "NOT_IMPLEMENTED" || isUnknownAddress) return undefined;
    throw error;
  }
}
