import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The object store behind an MLflow server of `parts:` artifacts. */
export interface PartsStore {
  /** For the server's process: where the plugin is, and where this store listens. */
  env: Record<string, string>;
  /** Bytes of each part that came, in the order in which they came. */
  partBytes: number[];
  close: () => void;
}

/** @param root the folder of the server's artifacts */
export async function partsStore(folder: string, root: string): Promise<PartsStore> {
  const plugin = join(folder, "plugin");
  const info = join(plugin, "parts_store-1.0.dist-info");
  await mkdir(info, { recursive: true });
  await mkdir(join(root, ".parts"), { recursive: true });
  await cp(join(import.meta.dirname, "parts_store.py"), join(plugin, "parts_store.py"));
  await writeFile(join(info, "METADATA"), "Metadata-Version: 2.1\nName: parts_store\nVersion: 1.0\n");
  const entryPoint = "[mlflow.artifact_repository]\nparts = parts_store:PartsArtifactRepository\n";
  await writeFile(join(info, "entry_points.txt"), entryPoint);

  const partBytes: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const part = Buffer.concat(chunks);
      partBytes.push(part.byteLength);
      await writeFile(join(root, ".parts", new URL(request.url ?? "", "http://store").pathname.slice(1)), part);
      response.writeHead(200, { etag: `"${part.byteLength}"` }).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { PYTHONPATH: plugin, PARTS_STORE_URL: url },
    partBytes,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
