"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");
const { createFileWatcher } = require("./fileWatcher.cjs");

/**
 * Loads the project's tslab with other compiler options and another file watcher.
 * @param {string} root
 */
function loadTslab(root) {
  const packageFile = createRequire(path.join(root, "package.json")).resolve("tslab/package.json");
  const requireTslab = createRequire(path.join(path.dirname(packageFile), "dist", "main.js"));
  const typescriptFile = requireTslab.resolve("@tslab/typescript-for-tslab");
  const typescript = requireTslab(typescriptFile);
  const watcher = createFileWatcher();

  // TypeScript's exports are getters and cannot be replaced, so tslab gets a copy of the whole.
  requireTslab.cache[typescriptFile].exports = Object.assign({}, typescript, {
    sys: Object.assign({}, typescript.sys, { watchFile: watcher.watchFile, watchDirectory: watcher.watchDirectory }),
    createWatchCompilerHost: (files, options, ...rest) =>
      typescript.createWatchCompilerHost(files, { ...options, ...projectOptions(typescript) }, ...rest),
  });
  return {
    typescript,
    watcher,
    converter: requireTslab("./converter.js"),
    executor: requireTslab("./executor.js"),
    jupyter: requireTslab("./jupyter.js"),
    main: requireTslab("./main.js"),
  };
}

/** What tsconfig.json says for `lib`, as far as cells can follow: tslab reads no tsconfig. */
function projectOptions(typescript) {
  return {
    strict: true,
    lib: ["lib.es2023.d.ts"],
    moduleResolution: typescript.ModuleResolutionKind.Bundler, // for packages with "exports", such as csv-parse/sync
  };
}

module.exports = { loadTslab, projectOptions };
