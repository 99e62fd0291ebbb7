"use strict";
const fs = require("node:fs");
const path = require("node:path");

const created = 0;
const changed = 1;
const deleted = 2;

/**
 * Looks for changes when asked, before a cell runs, where tslab's own watchers tell of an edit some time later.
 * Packages are not looked at: after a new `npm ci` the kernel is restarted.
 */
function createFileWatcher() {
  const files = new Map(); // path -> { callback, modifiedMs }
  const folders = new Map(); // path -> { callback, entries }
  const none = { close: () => undefined };

  return {
    watchFile(file, callback) {
      if (inPackages(file)) return none;
      files.set(file, { callback, modifiedMs: modifiedMs(file) });
      return { close: () => files.delete(file) };
    },
    watchDirectory(folder, callback) {
      if (inPackages(folder)) return none;
      folders.set(folder, { callback, entries: entriesOf(folder) });
      return { close: () => folders.delete(folder) };
    },
    /** Tells the compiler of every change since the last look. */
    check() {
      for (const [file, watched] of [...files]) {
        const before = watched.modifiedMs;
        watched.modifiedMs = modifiedMs(file);
        if (before === watched.modifiedMs) continue;
        watched.callback(file, before === 0 ? created : watched.modifiedMs === 0 ? deleted : changed);
      }
      for (const [folder, watched] of [...folders]) {
        const before = watched.entries;
        watched.entries = entriesOf(folder);
        for (const entry of symmetricDifference(before, watched.entries)) watched.callback(path.join(folder, entry));
      }
    },
  };
}

function inPackages(file) {
  return file.split(path.sep).includes("node_modules");
}

/** 0 when there is no such file. */
function modifiedMs(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function entriesOf(folder) {
  return new Set(fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : []);
}

function symmetricDifference(a, b) {
  return [...[...a].filter((entry) => !b.has(entry)), ...[...b].filter((entry) => !a.has(entry))];
}

module.exports = { createFileWatcher };
