/** Longest name that the file systems behind MLflow servers take, in bytes of UTF-8. */
const MAX_PART_BYTES = 255;

/** What MLflow 3.17 refuses, or keeps and lists under another name. */
const UNUSABLE: readonly { what: string; pattern: RegExp }[] = [
  { what: '"\\"', pattern: /\\/ }, // which a server on Windows would take for "/"
  { what: '"#"', pattern: /#/ },
  { what: 'a percent code such as "%41"', pattern: /%[\da-f]{2}/i },
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  { what: "control characters", pattern: /[\x00-\x1f\x7f]/ },
  { what: "half a surrogate pair", pattern: /\p{Cs}/u },
  { what: '"?" or ";" at the end of a name', pattern: /[?;](\/|$)/ },
];

/**
 * For what shall be uploaded.
 * @throws RangeError unless MLflow would keep the path as it is: relative, "/" between names of at most 255 bytes, none of
 *   them empty, "." or "..", without "\", "#", "%41", control characters, and "?" or ";" at the end of a name
 */
export function checkArtifactPath(path: string): void {
  checkRelativePath(path);
  const fault = UNUSABLE.find(({ pattern }) => pattern.test(path));
  const tooLong = path.split("/").some((part) => Buffer.byteLength(part) > MAX_PART_BYTES);
  if (fault === undefined && !tooLong) return;
  const without = fault === undefined ? `with names of at most ${MAX_PART_BYTES} bytes` : `without ${fault.what}`;
  throw new RangeError(`Expected an artifact path ${without}. Received: ${JSON.stringify(path)}`);
}

/** For what others may have uploaded. @throws RangeError unless the path is relative and stays in its folder */
export function checkRelativePath(path: string): void {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw new RangeError(
      `Expected a relative artifact path such as figures/roc.png. Received: ${JSON.stringify(path)}`,
    );
  }
}

/** What the tracking server does with an artifact that it serves: keep and give it, or arrange an upload in parts. */
export type ArtifactService = "artifacts" | "mpu/create" | "mpu/complete" | "mpu/abort" | "presigned";

/**
 * Where the tracking server serves an artifact: mlflow-artifacts:/1/abc/artifacts + figures/roc.png ->
 * /api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/figures/roc.png.
 * @returns undefined when the artifacts lie outside the server (s3://…, file:…), or at another one
 */
export function proxiedPath(
  artifactUri: string,
  path: string,
  service: ArtifactService = "artifacts",
): string | undefined {
  const root = /^mlflow-artifacts:(?:\/\/)?(\/[^/].*)$/.exec(artifactUri)?.[1];
  if (root === undefined) return undefined;
  const parts = `${root}/${path}`.split("/").filter((part) => part !== "");
  return `/api/2.0/mlflow-artifacts/${service}/${parts.map(encodeURIComponent).join("/")}`;
}

const CONTENT_TYPES: Record<string, string> = {
  css: "text/css",
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  md: "text/markdown",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webp: "image/webp",
  yaml: "application/yaml",
  yml: "application/yaml",
};

export function contentTypeOf(path: string): string {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return CONTENT_TYPES[extension] ?? "application/octet-stream";
}
