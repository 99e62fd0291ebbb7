import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../userError.js";
import { fetchAndUnpack, isFolder, type FetchDatasetOptions } from "./fetchDataset.js";

/** The data set's own entry at figshare (doi:10.6084/m9.figshare.22363012), which states address, size and MD5. */
const articleUrl = "https://api.figshare.com/v2/articles/22363012";

const articleSchema = z.object({
  files: z.array(z.object({ name: z.string(), size: z.number(), computed_md5: z.string(), download_url: z.string() })),
});

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
