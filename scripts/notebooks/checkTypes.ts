import { dirname, join, relative } from "node:path";
import type * as TypeScript from "typescript";
import type { NotebookScript } from "./notebookScript.js";

/**
 * Type-checks notebooks, and whatever of `lib` they reach, as modules in the root of the checkout, where cells run.
 * @param typescript which compiler: the project's, or that of tslab
 * @param notebooks path from the root -> its code
 * @returns one line an error, with notebook, cell and line; none when all is well
 */
export function checkTypes(
  typescript: typeof TypeScript,
  root: string,
  notebooks: ReadonlyMap<string, NotebookScript>,
): string[] {
  const scripts = new Map(
    [...notebooks].map(([path, script]) => [join(root, `${path.replaceAll("/", "-")}.ts`), { path, script }]),
  );
  const options = compilerOptions(typescript, root);
  const host = typescript.createCompilerHost(options);
  const disk = { ...host };
  host.readFile = (file) => scripts.get(file)?.script.text ?? disk.readFile(file);
  host.fileExists = (file) => scripts.has(file) || disk.fileExists(file);
  const program = typescript.createProgram([...scripts.keys()], options, host);
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !file.fileName.includes("/node_modules/"))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start = 0, messageText }) => {
      const message = typescript.flattenDiagnosticMessageText(messageText, " ");
      if (!file) return message;
      const { line } = file.getLineAndCharacterOfPosition(start);
      const notebook = scripts.get(file.fileName);
      if (!notebook) return `${relative(root, file.fileName)}, line ${line + 1}: ${message}`;
      const place = notebook.script.placeOf(line);
      return `${notebook.path}, cell ${place.cell}, line ${place.line}: ${message}`;
    });
}

/** tsconfig.json's, less what is for `lib` and not for a notebook's last expressions and quick looks into arrays. */
function compilerOptions(typescript: typeof TypeScript, root: string): TypeScript.CompilerOptions {
  const file = join(root, "tsconfig.json");
  const { config } = typescript.readConfigFile(file, (path) => typescript.sys.readFile(path)) as { config: unknown };
  const { options } = typescript.parseJsonConfigFileContent(
    config,
    { ...typescript.sys, readDirectory: () => [] },
    dirname(file),
  );
  return { ...options, noUnusedLocals: false, noUnusedParameters: false, noUncheckedIndexedAccess: false };
}
