// Starts tslab 1.0.22 with its gaps mended. No file of tslab is changed: what it exports is wrapped before it starts.
"use strict";
const path = require("node:path");

const root = path.resolve(__dirname, "../..");
process.chdir(root); // tslab refuses local modules outside of its working directory: cells import "./lib/index.js"

import("../../scripts/setup/environment.mjs").then(({ projectEnvironment }) => {
  Object.assign(process.env, projectEnvironment(root, process.env));
  const tslab = require("./tslab.cjs").loadTslab(root);
  require("./converter.cjs").mendConverter(tslab);
  require("./execution.cjs").mendExecution(tslab, root);
  require("./server.cjs").mendServer(tslab);
  require("./interrupt.cjs").keepInterruptListeners();
  require("./display.cjs").provideDisplay();
  require("./endWithParent.cjs").endWithParent();
  tslab.main.startKernel({ configPath: process.argv[2], enableFindLocal: false });
  require("./lateErrors.cjs").takeOverLateErrors();
});
