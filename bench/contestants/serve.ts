import { createInterface } from "node:readline";

/** Kinds of work a contestant knows; each takes the options that came with the request. */
export type Works = Record<string, (options: never) => object | Promise<object>>;

/** What the process was started for, its last argument; the caller says which options those are. */
export function givenOptions(): unknown {
  return JSON.parse(process.argv.at(-1)!);
}

/** Answers one JSON line on stdout to each on stdin, in order, until stdin ends. */
export async function serve(works: Works): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as { work: string };
    let answer: { result?: object; error?: string };
    try {
      const work = works[request.work];
      if (!work) throw new Error(`Expected one of ${Object.keys(works).join(", ")}. Received: ${request.work}`);
      answer = { result: await work(request as never) };
    } catch (error) {
      answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
