/** @throws RangeError unless the path is relative, with "/" between folders and no empty, "." or ".." part */
export function checkArtifactPath(path: string): void {
  const parts = path.split("/");
  if (path === "" || path.includes("\\") || parts.some((part) => part === "" || part === "." || part === "..")) {
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
