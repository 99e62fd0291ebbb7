"use strict";
const { randomUUID } = require("node:crypto");

let publish = () => undefined;

/**
 * `globalThis.fractureLabDisplay`, by which `lib` shows figures without knowing of tslab; absent outside of notebooks.
 * - show(bundle, id?): one display in several forms, MIME type -> content; bytes become base64. Returns its id.
 * - update(bundle, id): replaces a display where it stands, whichever cell it is in.
 */
function provideDisplay() {
  const send = (type, bundle, id) => {
    const data = Object.fromEntries(
      Object.entries(bundle).map(([mime, content]) => [
        mime,
        content instanceof Uint8Array ? base64(content) : content,
      ]),
    );
    publish(type, { data, metadata: {}, transient: { display_id: id } });
    return id;
  };
  globalThis.fractureLabDisplay = {
    show: (bundle, id = randomUUID()) => send("display_data", bundle, id),
    update: (bundle, id) => void send("update_display_data", bundle, id),
  };
}

/** @param {(type: "display_data" | "update_display_data", content: object) => void} publisher of the cell that runs now */
function displayBy(publisher) {
  publish = publisher;
}

function base64(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

module.exports = { provideDisplay, displayBy };
