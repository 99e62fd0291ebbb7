import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../userError.js";
import type { OnProgress } from "../types.js";
import { download } from "./download.js";
import { unzip } from "./unzip.js";

/** The data set's own entry at figshare (doi:10.6084/m9.figshare.22363012), which states address, size and MD5. */
const articleUrl = "https://api.figshare.com/v2/articles/22363012";

const articleSchema = z.object({
  files: z.array(z.object({ name: z.string(), size: z.number(), computed_md5: z.string(), download_url: z.string() })),
});

export interface FetchDatasetOptions {
  /** Folder to put the data set's own folder into. */
  to: string;
  onProgress?: ((stage: "downloading" | "unpacking", ...progress: Parameters<OnProgress>) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Fetches the whole of FracAtlas (CC BY 4.0): `to`/fracatlas, for `--data fracatlas --data-dir`.
 * A call that was cut off goes on where it stopped; one whose work is done does nothing.
 * @returns the folder
 * @throws UserError as `download` and `unzip` do, or when figshare's answer is not what it was
 */
export async function downloadFracatlas(options: FetchDatasetOptions & { articleUrl?: string }): Promise<string> {
  const folder = join(options.to, "fracatlas");
  if (await isFolder(folder)) return folder;
  const article = await readArticle(options.articleUrl ?? articleUrl, options.signal);
  const archive = article.files.find(({ name }) => name.endsWith(".zip"));
  if (archive === undefined) throw new UserError(`Expected a zip archive in ${articleUrl}. Received: none.`);
  const zip = join(options.to, "fracatlas.zip");
  await fetchAndUnpack(zip, folder, options, {
    url: archive.download_url,
    expectedBytes: archive.size,
    md5: archive.computed_md5,
  });
  return folder;
}

/** Downloads an archive unless it lies there whole, unpacks it, and removes it. */
export async function fetchAndUnpack(
  zip: string,
  folder: string,
  { onProgress, signal }: Omit<FetchDatasetOptions, "to">,
  from: { url: string; expectedBytes?: number; md5?: string; headers?: Readonly<Record<string, string>> },
): Promise<void> {
  const report = (stage: "downloading" | "unpacking"): OnProgress => {
    return (done, total) => onProgress?.(stage, done, total);
  };
  const isThere = await isFile(zip); // only a checked download gets this name
  if (!isThere) await download({ ...from, to: zip, onProgress: report("downloading"), signal });
  await unzip(zip, folder, { onProgress: report("unpacking"), signal });
  await rm(zip);
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readArticle(url: string, signal?: AbortSignal): Promise<z.infer<typeof articleSchema>> {
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return articleSchema.parse(await response.json());
  } catch (error) {
    signal?.throwIfAborted();
    const cause = (error as { cause?: { code?: string } }).cause;
    const reason = error instanceof z.ZodError ? "an answer of another form" : (cause?.code ?? String(error));
    throw new UserError(`Expected ${url} to list the files of FracAtlas. Received: ${reason}. Is the network up?`);
  }
}
