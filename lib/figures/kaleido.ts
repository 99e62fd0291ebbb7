import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../userError.js";
import { createLineChannel, type LineChannel } from "./lineChannel.js";

/** A headless browser that draws one figure at a time. */
export interface Kaleido {
  /** @param request figure, format and size @returns the file's bytes @throws UserError on a refusal or no answer */
  draw(request: KaleidoRequest): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface KaleidoRequest {
  data: { data: unknown; layout: unknown };
  format: "png" | "svg";
  width: number;
  height: number;
  scale: number;
}

interface Answer {
  code: number;
  message: string | null;
  result: string | null;
}

/**
 * Starts the browser of the `kaleido` 0.2.1 wheel: one line of JSON in, one line of JSON out. Its binary is started itself,
 * not by the shell script beside it, which splits paths at spaces and would stand between us and the browser.
 * @param venvDir Python environment with the wheel
 * @throws UserError when the wheel or plotly.js is missing, or the browser does not start in time
 */
export async function startKaleido(venvDir: string, plotlyJsFile: string, timeoutSeconds: number): Promise<Kaleido> {
  const home = findKaleido(venvDir);
  if (!existsSync(plotlyJsFile)) {
    throw new UserError(`figures: expected plotly.js at ${plotlyJsFile}. Received: no such file. Run npm run setup.`);
  }
  const child = spawn(
    join(home, "bin", "kaleido"),
    [
      "plotly",
      `--plotlyjs=${pathToFileURL(plotlyJsFile).href}`,
      "--disable-gpu",
      "--allow-file-access-from-files",
      "--disable-breakpad",
      "--disable-dev-shm-usage",
      "--no-sandbox", // Chromium's sandbox refuses root; the only page it opens is ours
    ],
    {
      cwd: home,
      // Its own libraries and fonts: the same letters on every machine.
      env: {
        PATH: "/usr/bin:/bin",
        LANG: "C.UTF-8",
        LD_LIBRARY_PATH: join(home, "lib"),
        FONTCONFIG_PATH: join(home, "etc", "fonts"),
        XDG_DATA_HOME: join(home, "xdg"),
      },
    },
  );
  const channel = createLineChannel(child, "kaleido", timeoutSeconds);
  await answerTo(channel); // says hello first
  return {
    draw: async (request) => {
      const { result } = await answerTo(channel, request);
      return Buffer.from(result ?? "", request.format === "svg" ? "utf8" : "base64"); // kaleido leaves text as it is
    },
    close: () => channel.close(),
  };
}

async function answerTo(channel: LineChannel, request?: KaleidoRequest): Promise<Answer> {
  const answer = JSON.parse(await channel.ask(request && JSON.stringify(request))) as Answer;
  if (answer.code !== 0) {
    throw new UserError(`figures: kaleido could not draw: ${answer.message ?? `code ${answer.code}`}.`);
  }
  return answer;
}

function findKaleido(venvDir: string): string {
  const libDir = join(venvDir, "lib");
  const pythons = existsSync(libDir) ? readdirSync(libDir).filter((name) => name.startsWith("python3")) : [];
  const homes = pythons.map((python) => join(libDir, python, "site-packages", "kaleido", "executable"));
  const home = homes.find((folder) => existsSync(join(folder, "bin", "kaleido")));
  if (home === undefined) {
    throw new UserError(
      `figures: expected the kaleido 0.2.1 wheel in ${venvDir}, which draws PNG files. Received: none. Run npm run setup.`,
    );
  }
  return home;
}
