import { join } from "node:path";
import type { KaggleToken } from "../../settings.js";
import { UserError } from "../../userError.js";
import { fetchAndUnpack, isFolder, type FetchDatasetOptions } from "./fetchDataset.js";

const datasetUrl = "https://www.kaggle.com/api/v1/datasets/download/bmadushanirodrigo/fracture-multi-region-x-ray-data";

/**
 * Fetches Kaggle's fracture-multi-region-x-ray-data: `to`/kaggle-multi-region, for `--data folder --data-dir`.
 * The token goes into one header and nowhere else. Kaggle states no checksum: each file's CRC in the archive is the check.
 * @returns the folder
 * @throws UserError without a token, or as `download` and `unzip` do
 */
export async function downloadKaggle(
  token: KaggleToken | undefined,
  options: FetchDatasetOptions & { datasetUrl?: string },
): Promise<string> {
  const folder = join(options.to, "kaggle-multi-region");
  if (await isFolder(folder)) return folder;
  if (token === undefined) {
    throw new UserError(
      "Expected a Kaggle token. Received: none. Set KAGGLE_USERNAME and KAGGLE_KEY, or save kaggle.json from your " +
        "Kaggle account page as ~/.kaggle/kaggle.json.",
    );
  }
  const authorization = `Basic ${Buffer.from(`${token.username}:${token.key}`).toString("base64")}`;
  const zip = join(options.to, "kaggle-multi-region.zip");
  const url = options.datasetUrl ?? datasetUrl;
  await fetchAndUnpack(zip, folder, options, { url, headers: { authorization } });
  return folder;
}
