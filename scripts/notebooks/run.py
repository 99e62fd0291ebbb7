"""Runs one notebook from top to bottom in a fresh kernel; runNotebook.ts is its caller.

usage: run.py INPUT OUTPUT [--parameters JSON] [--timeout SECONDS]

Prints one JSON object a line: {"event": "cell", "cell": k, "cells": n, "seconds": s, "numbers": {...}} after every code
cell, then {"event": "end", "status": "ok" | "error", "error": {"cell", "ename", "evalue"}}. The output is written whatever
happens, and with the same bytes for the same results. SIGINT, SIGTERM or the end of stdin interrupt the running cell.
"""

import argparse
import asyncio
import json
import os
import pathlib
import signal
import sys
import threading
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell

NUMBERS = "application/vnd.fracture-lab.numbers+json"
# For a cell that listens to the interrupt, to write down what it has; others end at once.
GRACE_SECONDS = 20
# What floating promises and timers of the last cell still throw fails the notebook, not nobody.
LAST_WORDS = "await new Promise((resolve) => setTimeout(resolve, 200))"


class Client(NotebookClient):
    def output(self, outs, msg, display_id, cell_index):
        """Joins neighbouring pieces of one stream: where they are cut depends on timing."""
        content = msg["content"]
        if msg["msg_type"] == "stream" and outs and outs[-1].get("name") == content["name"]:
            outs[-1]["text"] += content["text"]
            return None
        return super().output(outs, msg, display_id, cell_index)


class Failure(Exception):
    def __init__(self, cell: int, ename: str, evalue: str):
        self.content = {"cell": cell, "ename": ename, "evalue": evalue}


def inject(notebook, parameters: dict) -> None:
    """Papermill's convention: assignments in a cell of their own, after the one tagged "parameters"."""
    if not parameters:
        return
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    tagged = next((i for i, of_cell in enumerate(tags) if "parameters" in of_cell), None)
    if tagged is None:
        names = ", ".join(parameters)
        raise Failure(0, "UserError", f'Expected a cell tagged "parameters". Received: {names}, but no such cell.')
    # Plain assignments, so that the compiler refuses a name or a type that the tagged cell does not declare.
    source = "\n".join(f"{name} = {json.dumps(value)};" for name, value in parameters.items())
    cell = new_code_cell(source, id="injected-parameters", metadata={"tags": ["injected-parameters"]})
    replaced = tagged + 1 < len(tags) and "injected-parameters" in tags[tagged + 1]
    notebook.cells[tagged + 1 : tagged + 2 if replaced else tagged + 1] = [cell]


def numbers_of(cell) -> dict:
    found = {}
    for output in cell.outputs:
        found |= output.get("data", {}).get(NUMBERS, {})
    return found


async def run_cells(client: Client, emit) -> None:
    notebook = client.nb
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    started = time.monotonic()
    async with client.async_setup_kernel():
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: asyncio.ensure_future(stop(client)))
        info = await client.async_wait_for_reply(client.kc.kernel_info())
        notebook.metadata["language_info"] = info["content"]["language_info"]
        for k, index in enumerate(code, 1):
            try:
                await client.async_execute_cell(notebook.cells[index], index)
            except CellExecutionError as error:
                raise Failure(k, error.ename, error.evalue) from None
            except CellTimeoutError:
                raise Failure(k, "Timeout", f"The cell took longer than {client.timeout} seconds.") from None
            except DeadKernelError:
                reason = "The kernel ended in the middle of the cell: out of memory, a crash, or process.exit."
                raise Failure(k, "DeadKernel", reason) from None
            numbers = numbers_of(notebook.cells[index])
            seconds = round(time.monotonic() - started, 1)
            if stopping:  # the cell has ended well, but no other shall begin
                raise Failure(k, "Interrupted", "The run was interrupted.")
            emit(event="cell", cell=k, cells=len(code), seconds=seconds, numbers=numbers)
        last = (await client.async_wait_for_reply(client.kc.execute(LAST_WORDS, silent=True)))["content"]
        if last["status"] == "error":
            raise Failure(len(code), last["ename"], last["evalue"])


stopping = False


async def stop(client: Client) -> None:
    """Interrupts the cell; when it does not end in time, ends the kernel."""
    global stopping
    if stopping:
        return
    stopping = True
    await client.km.interrupt_kernel()
    await asyncio.sleep(GRACE_SECONDS)
    await client.km.shutdown_kernel(now=True)


def write(notebook, output: pathlib.Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(output.name + ".partial")
    nbformat.write(notebook, partial)
    partial.replace(output)


def interrupt_when_orphaned() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("input", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--parameters", type=json.loads, default={})
    parser.add_argument("--timeout", type=float, help="seconds a cell may take")
    options = parser.parse_args()

    def emit(**event) -> None:
        print(json.dumps(event), flush=True)

    notebook = nbformat.read(options.input, as_version=4)
    error = None
    try:
        inject(notebook, options.parameters)
        client = Client(notebook, kernel_name="fracture-lab", timeout=options.timeout, record_timing=False)
        threading.Thread(target=interrupt_when_orphaned, daemon=True).start()
        asyncio.run(run_cells(client, emit))
    except Failure as failure:
        error = failure.content
    except Exception as failure:  # a kernel that does not start, above all
        error = {"cell": 0, "ename": type(failure).__name__, "evalue": str(failure)}
    write(notebook, options.output)
    if stopping:
        error = (error or {"cell": 0}) | {"ename": "Interrupted", "evalue": "The run was interrupted."}
    emit(event="end", status="error" if error else "ok", **({"error": error} if error else {}))
    return 1 if error else 0


if __name__ == "__main__":
    sys.exit(main())
