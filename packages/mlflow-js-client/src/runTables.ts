import type { ArtifactFile } from "./content.js";
import { appendRows, checkTablePath, parseTable } from "./tables.js";
import type { StoredTable, TableRow } from "./tables.js";

/** MLflow's list of a run's tables, by which its UI and `load_table` find them. */
const TABLES_TAG = "mlflow.loggedArtifacts";

/** A run's tables, whole, since a table is one file and appending means writing it again. */
export class RunTables {
  readonly #tables = new Map<string, StoredTable>();
  /** What the tag lists: this run's tables and whatever else another client noted there. */
  readonly #listed: { path: string; type: string }[];
  readonly #isAllKnown: boolean;
  readonly #download: (path: string) => Promise<Uint8Array>;
  /** One after another, or two calls at once would each lose the other's rows. */
  #tail: Promise<unknown> = Promise.resolve();

  /**
   * @param knownTags of the run; undefined for one that was there before and that the server could not be asked about
   * @param download fetches an artifact of the run
   */
  constructor(
    knownTags: Readonly<Record<string, string>> | undefined,
    download: (path: string) => Promise<Uint8Array>,
  ) {
    this.#listed = parseTag(knownTags?.[TABLES_TAG] ?? "[]");
    this.#isAllKnown = knownTags !== undefined;
    this.#download = download;
  }

  /** @throws RangeError on an unusable path; MlflowError, TypeError or Error when the rows on the server can't be read */
  append(path: string, rows: readonly TableRow[]): Promise<{ files: ArtifactFile[]; tag: Record<string, string> }> {
    const result = this.#tail.then(() => this.#append(path, rows));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #append(
    path: string,
    rows: readonly TableRow[],
  ): Promise<{ files: ArtifactFile[]; tag: Record<string, string> }> {
    checkTablePath(path);
    const { table, images } = appendRows(path, await this.#earlier(path), rows);
    this.#tables.set(path, table);
    if (!this.#isListed(path)) this.#listed.push({ path, type: "table" });
    const files = [...images, { path, content: Buffer.from(JSON.stringify(table)) }];
    return { files, tag: { [TABLES_TAG]: JSON.stringify(this.#listed) } };
  }

  async #earlier(path: string): Promise<StoredTable> {
    const known = this.#tables.get(path);
    if (known !== undefined) return known;
    if (!this.#isAllKnown) {
      throw new Error(`Expected to know the rows that ${path} has. The run was taken up while its server was away`);
    }
    if (!this.#isListed(path)) return { columns: [], data: [] };
    return parseTable(path, Buffer.from(await this.#download(path)).toString("utf8"));
  }

  #isListed(path: string): boolean {
    return this.#listed.some((artifact) => artifact.path === path && artifact.type === "table");
  }
}

/** A tag that another client spoilt counts as empty. */
function parseTag(text: string): { path: string; type: string }[] {
  try {
    const listed = JSON.parse(text) as unknown;
    return Array.isArray(listed) ? (listed as { path: string; type: string }[]) : [];
  } catch {
    return [];
  }
}
