"""Talks to the project's kernel as a front end does; kernelProtocol.slow.test.ts calls it. Prints one JSON object.

usage: probe.py complete | interrupt | listen | loop | cancel | orphan
"""

import json
import sys
import time

from jupyter_client import KernelManager


def reply_to(client, request: str) -> dict:
    while True:
        message = client.get_shell_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def outputs_of(client, request: str) -> str:
    text = ""
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "stream":
            text += message["content"]["text"]
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return text


def complete(manager, client) -> dict:
    info = reply_to(client, client.kernel_info())["language_info"]
    reply_to(client, client.execute("const numbers = [1, 2, 3];"))
    matches = reply_to(client, client.complete("numbers.rev", 11))["matches"]
    return {"name": info["name"], "version": info["version"], "matches": matches}


def interrupted(code: str):
    def act(manager, client) -> dict:
        request = client.execute(code)
        time.sleep(1.5)
        started = time.monotonic()
        manager.interrupt_kernel()
        content = reply_to(client, request)
        seconds = time.monotonic() - started
        after = reply_to(client, client.execute("1"))["status"]
        return {"status": content["status"], "text": outputs_of(client, request), "seconds": seconds, "after": after}

    return act


def cancel(manager, client) -> dict:
    requests = [client.execute(code) for code in ("throw new Error('first');", "1", "2")]
    statuses = [reply_to(client, request)["status"] for request in requests]
    return {"statuses": [*statuses, reply_to(client, client.execute("3"))["status"]]}


def orphan(manager, client) -> dict:
    client.execute("while (true) {}")
    print(json.dumps({"pid": manager.provisioner.pid}), flush=True)
    time.sleep(600)  # until it is killed
    return {}


ACTS = {
    "complete": complete,
    "interrupt": interrupted("await new Promise((done) => setTimeout(done, 60_000));"),
    # Work that listens to the interrupt itself is given the time to end well.
    "listen": interrupted(
        "await new Promise<void>((done) => process.once('SIGINT', () => setTimeout(done, 300)));\nconsole.log('saved');"
    ),
    "loop": interrupted("while (true) {}"),
    "cancel": cancel,
    "orphan": orphan,
}

manager = KernelManager(kernel_name="fracture-lab")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
print(json.dumps(ACTS[sys.argv[1]](manager, client)))
client.stop_channels()
manager.shutdown_kernel()
