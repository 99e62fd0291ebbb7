"use strict";
const { setTimeout: sleep } = require("node:timers/promises");
const { displayBy } = require("./display.cjs");
const { describeFailure } = require("./errorReply.cjs");
const { patientInterrupt } = require("./interrupt.cjs");
const { runWatched } = require("./lateErrors.cjs");
const { createOutputStream } = require("./outputStream.cjs");

/** Time for requests that are already under way, which a failed cell cancels, to come out of the socket. */
const settleMs = 50;

/** Replaces how tslab answers execute requests: its own way reports no errors, and success for cells it skips. */
function mendExecution({ executor, jupyter }, root) {
  const failure = collectFailures(executor);
  const server = jupyter.ZmqServer.prototype;
  let last = Promise.resolve();
  let arrived = 0;
  let cancelled = 0; // requests up to this number are answered "aborted"

  server.handleExecute = function (socket, request) {
    const number = ++arrived;
    last = last.then(async () => {
      const content =
        number <= cancelled ? { status: "aborted" } : await executeCell(this, request, failure, { jupyter, root });
      if (content.status === "error" && request.content.stop_on_error !== false) {
        await sleep(settleMs);
        cancelled = arrived;
      }
      reply(this, socket, request, content);
    });
    return last;
  };
}

/** tslab prints what a cell fails with; here it is kept instead. */
function collectFailures(executor) {
  const failure = { diagnostics: [], thrown: undefined };
  const createExecutor = executor.createExecutor;
  executor.createExecutor = (root, converters) => {
    const created = createExecutor(root, converters, {
      log: (...values) => console.log(...values),
      error: (first, ...rest) => {
        if (first !== diagnosticFormat) failure.thrown = { error: first };
        else failure.diagnostics.push(diagnosticText(...rest));
      },
    });
    return { ...created, interrupt: patientInterrupt(created.interrupt) };
  };
  return failure;
}

const diagnosticFormat = "%s%d:%d - %s"; // tslab's, of compiler messages
const diagnosticText = (file, line, column, message) => `${file || "cell "}${line}:${column} - ${message}`;

async function executeCell(server, request, failure, { jupyter, root }) {
  const publish = (type, content) => {
    const message = request.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.signAndSend(server.connInfo.key, server.iopub);
  };
  const output = createOutputStream((content) => publish("stream", content));
  const display = (type, content) => {
    output.flush(); // what was printed before comes before
    publish(type, content);
  };
  process.stdout.write = output.writer("stdout");
  process.stderr.write = output.writer("stderr");
  displayBy(display);
  jupyter.lastWriteDisplayData = (content, update) => display(update ? "update_display_data" : "display_data", content);

  const { code, silent } = request.content;
  const executionCount = server.handler.execCount + (silent ? 0 : 1);
  server.handler.execCount = executionCount;
  if (!silent) publish("execute_input", { code, execution_count: executionCount });

  failure.diagnostics = [];
  failure.thrown = undefined;
  const late = await runWatched(() => server.handler.executor.execute(code)).catch((error) => ({ error }));
  failure.thrown ??= late;
  output.flush();
  if (!failure.thrown && failure.diagnostics.length === 0) {
    return { status: "ok", execution_count: executionCount, payload: [], user_expressions: {} };
  }
  const error = describeFailure(failure, root);
  publish("error", error);
  return { status: "error", execution_count: executionCount, ...error };
}

function reply(server, socket, request, content) {
  const message = request.createReply();
  message.header.msg_type = "execute_reply";
  message.content = content;
  message.signAndSend(server.connInfo.key, socket);
}

module.exports = { mendExecution };
