"use strict";
const { mendCellSource } = require("./cellSource.cjs");

/** Wraps the compiler of cells: mended source, edits of modules seen at once, error places as the user wrote them. */
function mendConverter({ converter, typescript, watcher }) {
  const createConverter = converter.createConverter;
  converter.createConverter = (options) => {
    const inner = createConverter(options);
    const modules = new Map(); // path -> compiled module
    return {
      ...inner,
      convert(declarations, source) {
        watcher.check();
        const mended = mendCellSource(typescript, source);
        const converted = inner.convert(declarations, mended.text);
        for (const diagnostic of converted.diagnostics) {
          if (!diagnostic.fileName) moveBack(diagnostic.start, mended.insertedBefore);
        }
        // tslab would evaluate an edited module again, but not those that import it: they would go on with the old one.
        const edited = converted.sideOutputs ?? [];
        for (const module of edited) modules.set(module.path, module);
        return edited.length > 0 ? { ...converted, sideOutputs: [...modules.values()] } : converted;
      },
    };
  };
}

/** Insertions add no lines, so that only those on the same line move a place. */
function moveBack(place, insertedBefore) {
  place.character -= insertedBefore(place.offset) - insertedBefore(place.offset - place.character);
}

module.exports = { mendConverter };
