"use strict";

/** Mends what tslab tells Jupyter beside the answers to cells. */
function mendServer({ jupyter, typescript }) {
  const server = jupyter.ZmqServer.prototype;
  const handler = jupyter.JupyterHandlerImpl.prototype;

  // Without a limit of messages in flight: ZeroMQ drops those past it without a word.
  const bindSocket = server.bindSocket;
  server.bindSocket = function (socket, port) {
    if (socket === this.iopub) socket.sendHighWaterMark = 0;
    return bindSocket.call(this, socket, port);
  };

  // Timers and pools of libraries would keep the process for as long as Jupyter is willing to wait.
  const close = server.close;
  server.close = function () {
    close.call(this);
    setTimeout(() => process.exit(0), 100);
  };

  const handleKernel = handler.handleKernel;
  handler.handleKernel = function () {
    const info = handleKernel.call(this);
    info.language_info.version = typescript.version; // tslab says 3.7.2
    return info;
  };
}

module.exports = { mendServer };
