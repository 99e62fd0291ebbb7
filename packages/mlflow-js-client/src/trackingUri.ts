/**
 * The server's address, without query, fragment and a last "/"; user and password are still in it.
 * @throws TypeError when there is none, or one that is not http or https; no part of a password is in the message
 */
export function parseTrackingUri(text: string | undefined): URL {
  const expected = "Expected a tracking URI such as http://127.0.0.1:5000 (option trackingUri or MLFLOW_TRACKING_URI).";
  if (!text) throw new TypeError(`${expected} Received: none`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`${expected} Received: ${withoutCredentials(text)}`);
  }
  // http://ann:12/ss@host is read as host "ann", port 12, and a path that ends the password.
  if ((url.pathname + url.search + url.hash).includes("@")) {
    throw new TypeError(
      `Expected user and password in the tracking URI to be percent-encoded, "/" as "%2F", "?" as "%3F", "#" as "%23", ` +
        `and an "@" after the host as "%40". Received: an address with "@" after what looks like its end.`,
    );
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  url.search = "";
  url.hash = "";
  return url;
}

/** A malformed address may have an "@" or "/" in its password: all up to the last "@" goes. */
function withoutCredentials(text: string): string {
  const at = text.lastIndexOf("@");
  if (at < 0) return text;
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(text)?.[0] ?? "";
  return scheme + text.slice(at + 1);
}
