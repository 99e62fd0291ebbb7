/** A transfer that failed, and whether trying again may help; its message never holds a header. */
export class TransferError extends Error {
  override readonly name = "TransferError";

  constructor(
    message: string,
    readonly mayRetry: boolean,
  ) {
    super(message);
  }
}

export interface RangeRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** First byte wanted. */
  from: number;
  /** Of the file that the earlier bytes are from: another file is then sent from its start. */
  etag?: string | undefined;
  /** Silence that counts as a dropped connection. */
  stallMs: number;
  signal?: AbortSignal | undefined;
}

export interface RangeAnswer {
  /** First byte that comes: `from`, or 0 when the server sends the whole. */
  start: number;
  /** Of the whole file, as the server states it. */
  totalBytes: number | undefined;
  etag: string | undefined;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks for a file from a byte on, by HTTP Range.
 * @throws TransferError, at once or while reading the chunks
 */
export async function fetchRange(request: RangeRequest): Promise<RangeAnswer> {
  const { url, from, etag, stallMs, signal } = request;
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort(new TransferError(`nothing for ${stallMs / 1000} s`, true));
  }, stallMs);
  const signals = signal ? [stalled.signal, signal] : [stalled.signal];
  try {
    const response = await fetch(url, {
      headers: {
        ...request.headers,
        "accept-encoding": "identity", // a compressed body has other byte positions
        ...(from > 0 ? { range: `bytes=${from}-` } : {}),
        ...(from > 0 && etag !== undefined ? { "if-range": etag } : {}),
      },
      signal: AbortSignal.any(signals),
    });
    const body = response.body;
    if (response.status === 416) {
      clearTimeout(timer); // what is there is longer than the file: begin again
      return await fetchRange({ ...request, from: 0, etag: undefined });
    }
    if (!response.ok || body === null) {
      const mayRetry = response.status >= 500 || response.status === 429;
      throw new TransferError(`HTTP ${response.status} ${response.statusText}`.trim(), mayRetry);
    }
    const range = parseContentRange(response.headers.get("content-range"));
    if (response.status === 206 && range?.start !== from) {
      throw new TransferError(`bytes from ${range?.start ?? "nowhere"} when asked from ${from}`, false);
    }
    const length = response.headers.get("content-length");
    return {
      start: response.status === 206 ? from : 0,
      totalBytes: response.status === 206 ? range?.totalBytes : length === null ? undefined : Number(length),
      etag: response.headers.get("etag") ?? undefined,
      chunks: readChunks(body, timer),
    };
  } catch (error) {
    clearTimeout(timer);
    throw asTransferError(error);
  }
}

async function* readChunks(body: AsyncIterable<Uint8Array>, timer: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      timer.refresh();
      yield chunk;
    }
  } catch (error) {
    throw asTransferError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** "bytes 500-999/1000" */
function parseContentRange(text: string | null): { start: number; totalBytes: number | undefined } | undefined {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(text ?? "");
  if (!match) return undefined;
  return { start: Number(match[1]), totalBytes: match[2] === "*" ? undefined : Number(match[2]) };
}

function asTransferError(error: unknown): unknown {
  if (error instanceof TransferError) return error;
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return new TransferError(cause?.code ?? cause?.message ?? String(error), true);
}
