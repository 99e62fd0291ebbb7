/** @throws RangeError unless the path is relative, with "/" between folders and no empty, "." or ".." part */
export function checkArtifactPath(path: string): void {
  const parts = path.split("/");
  if (path === "" || path.includes("\\") || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw new RangeError(
      `Expected a relative artifact path such as figures/roc.png. Received: ${JSON.stringify(path)}`,
    );
  }
}

/**
 * Where the tracking server serves an artifact folder: mlflow-artifacts:/1/abc/artifacts + figures/roc.png ->
 * /api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/figures/roc.png.
 * @throws TypeError when the artifacts lie outside the server (s3://…, a path), where this package has no access
 */
export function proxiedPath(artifactUri: string, path: string): string {
  const root = /^mlflow-artifacts:(?:\/\/)?(\/[^/].*)$/.exec(artifactUri)?.[1];
  if (root === undefined) {
    throw new TypeError(
      `Expected artifacts that the tracking server serves (mlflow server --serve-artifacts). Received: ${artifactUri}`,
    );
  }
  const parts = `${root}/${path}`.split("/").filter((part) => part !== "");
  return `/api/2.0/mlflow-artifacts/artifacts/${parts.map(encodeURIComponent).join("/")}`;
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
