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
      oneTimer(typescript.createWatchCompilerHost(files, { ...options, ...projectOptions(typescript) }, ...rest)),
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

/**
 * tslab has room for one timer, the rebuild's, and fails at a second: the compiler sets one when a file comes or goes in a
 * folder it looks for modules in. There is nothing to wait for, so that one is run at once.
 */
function oneTimer(host) {
  const { setTimeout, clearTimeout } = host;
  const done = {};
  host.setTimeout = (callback, ...rest) => {
    if (callback.name !== "invalidateResolutionsOfFailedLookup") return setTimeout(callback, ...rest);
    callback();
    return done;
  };
  host.clearTimeout = (timer) => {
    if (timer !== done) clearTimeout(timer);
  };
  return host;
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
