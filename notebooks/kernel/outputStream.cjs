"use strict";
const { performance } = require("node:perf_hooks");
const { StringDecoder } = require("node:string_decoder");

const intervalMs = 50;
const maxCharacters = 65_536;

/**
 * Joins what a cell prints into at most 20 messages a second: one message a line is slow, and floods the browser.
 * @param {(content: { name: "stdout" | "stderr", text: string }) => void} publish
 */
function createOutputStream(publish) {
  const decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") }; // for split characters
  let name = "stdout";
  let text = "";
  let sentMs = 0;
  let timer;

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (text === "") return;
    const content = { name, text };
    text = "";
    sentMs = performance.now();
    publish(content);
  }

  function write(stream, chunk) {
    const added = typeof chunk === "string" ? chunk : decoders[stream].write(chunk);
    if (stream !== name) flush(); // keeps the order of stdout and stderr
    name = stream;
    text += added;
    if (text.length >= maxCharacters || performance.now() - sentMs >= intervalMs) flush();
    else timer ??= setTimeout(flush, intervalMs);
  }

  /** A replacement of process.stdout.write or process.stderr.write, its callback included, which tslab forgets. */
  function writer(stream) {
    return (chunk, encoding, callback) => {
      write(stream, typeof encoding === "string" && typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
      const done = typeof encoding === "function" ? encoding : callback;
      if (done) process.nextTick(done);
      return true;
    };
  }

  return { flush, writer };
}

module.exports = { createOutputStream };
