"""Schedules the trials of a sweep on a Ray cluster, for scripts/sweep/ray/rayTrials.ts.

Standard input, one line of JSON each: where Ray is, the job, then what each attempt at a trial waits for. When it ends, so
does all of this.
Standard output: {"type": "nodes", "hosts": ["a", "b"]}, the machines of the cluster, and then one line of JSON an event:
  {"type": "start", "trial": 0, "params": {...}}               a new trial
  {"type": "order", "trial": 0, "attempt": 1, "host": "b"}     an attempt begins there and waits for its order
  {"type": "message", "trial": 0, "message": {...}}            what the trial's process told (lib/sweep/trialProtocol.ts)
Exit 2 with one line on standard error: there is no Ray to run on.
"""

import asyncio
import json
import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import ray
from ray import tune
from ray.tune.schedulers import ASHAScheduler, FIFOScheduler
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from search import NumberedSearch

@ray.remote(num_cpus=0, max_concurrency=1000)
class Desk:
    """Where trials on any node and the driver meet. It lives on the driver's node, so the loss of another leaves it."""

    def __init__(self):
        self.events = asyncio.Queue()
        self.attempts = {}
        self.answers = {}

    async def order(self, trial, host):
        """Begins another attempt at a trial. Returns its number, its order, and the best value that earlier ones told."""
        attempt = self.attempts[trial] = self.attempts.get(trial, 0) + 1
        answer = self.answers[trial, attempt] = asyncio.get_running_loop().create_future()
        await self.events.put({"type": "order", "trial": trial, "attempt": attempt, "host": host})
        return attempt, *await answer

    async def give(self, trial, attempt, order, best):
        self.answers[trial, attempt].set_result((order, best))

    async def tell(self, trial, attempt, message):
        """A process cut off from the cluster may outlive its attempt; nothing it tells counts."""
        if self.attempts[trial] != attempt:
            raise RuntimeError(f"another attempt at trial {trial} has begun")
        await self.events.put({"type": "message", "trial": trial, "message": message})

    async def emit(self, event):
        await self.events.put(event)

    async def event(self):
        return await self.events.get()


class NodeTrial(tune.Trainable):
    """A trial: scripts/sweep/trial.ts, started in the checkout of the node that Ray chose. One step is one epoch."""

    def setup(self, config, desk, root, env, cpus):
        self.trial, self.desk = config["trial"], desk
        self.process, self.epoch, self.last = None, None, {}
        host = os.uname().nodename
        self.attempt, order, self.best = ray.get(desk.order.remote(self.trial, host))
        if not order:
            return  # its node was lost when it had just ended
        root = os.environ.get("FRACTURE_LAB_ROOT", root)
        threads = str(max(1, int(cpus)))
        try:
            self.process = subprocess.Popen(
                ["node", "scripts/run.mjs", "scripts/sweep/trial.ts"],
                cwd=root,
                env={**os.environ, **env, "TF_NUM_INTRAOP_THREADS": threads, "OMP_NUM_THREADS": threads},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            sentence = f"sweep: expected Node and a checkout in {root} on {host}. Received: {error}. See docs/ray.md."
            self.tell({"type": "end", "status": "failed", "seconds": 0, "error": sentence})
            return
        self.send(order)

    def step(self):
        if self.epoch:
            self.send({"goesOn": True})
        self.epoch = self.read_to_epoch()
        if not self.epoch:
            return {**self.last, "done": True}
        value = self.epoch["value"]
        self.best = value if self.best is None else max(value, self.best)
        self.last = {"epoch": self.epoch["epoch"], "value": value, "best": self.best}
        return self.last

    def cleanup(self):
        """Comes after the last step, and after one that the scheduler made the last."""
        if self.epoch:
            self.send({"goesOn": False})
            self.read_to_epoch()
        if self.process:
            self.process.stdin.close()
            self.process.wait()

    def read_to_epoch(self):
        """Passes on what the process tells. Returns the next epoch's message; None after the trial's end."""
        if not self.process:
            return None
        for line in self.process.stdout:
            message = json.loads(line)
            self.tell(message)
            if message["type"] == "epoch":
                return message
            if message["type"] == "end":
                return None
        error = f"exit {self.process.wait()} on {os.uname().nodename}, without an end"
        self.tell({"type": "end", "status": "failed", "seconds": self._time_total, "error": error})
        return None

    def send(self, message):
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended; what it told last says how

    def tell(self, message):
        ray.get(self.desk.tell.remote(self.trial, self.attempt, message))


class LostTrials(tune.Callback):
    """A trial that Ray gives up: its node was lost more often than it is tried again."""

    def __init__(self, desk):
        self.desk = desk

    def on_trial_error(self, iteration, trials, trial, **info):
        reason = (trial.get_error() or "").strip().splitlines()[-1:]
        error = f"Ray lost it {trial.num_failures} times: {' '.join(reason)}"
        seconds = trial.last_result.get("time_total_s", 0)
        message = {"type": "end", "status": "failed", "seconds": seconds, "error": error}
        event = {"type": "message", "trial": trial.config["trial"], "message": message}
        ray.get(self.desk.emit.remote(event))


def scheduler_of(job):
    """Ray's own ASHA, told what the trials of an earlier sweep have reported."""
    if not job["asha"]:
        return FIFOScheduler()
    grace, factor = job["asha"]["graceEpochs"], job["asha"]["reductionFactor"]
    scheduler = ASHAScheduler(
        "epoch", metric="value", mode="max", max_t=1_000_000, grace_period=grace, reduction_factor=factor
    )
    for trial in job["reported"]:
        earlier = SimpleNamespace(trial_id=f"earlier {trial['trial']}")
        scheduler.on_trial_add(None, earlier)
        for epoch in trial["epochs"]:
            scheduler.on_trial_result(None, earlier, epoch)
    return scheduler


def take_orders(desk):
    for line in sys.stdin:
        desk.give.remote(**json.loads(line))
    ray.shutdown()  # the sweep is gone; the trials see their input end, and a Ray that was started here ends
    os._exit(1)


def tell_events(desk, output):
    for event in iter(lambda: ray.get(desk.event.remote()), None):
        print(json.dumps(event), file=output, flush=True)


def connect(init):
    try:
        ray.init(**init, log_to_driver=False)
    except Exception as error:  # Ray raises ConnectionError, RuntimeError, ValueError and its own
        print(" ".join(str(error).split()), file=sys.stderr)
        os._exit(2)


def main():
    output, sys.stdout = sys.stdout, sys.stderr  # what Ray prints is for the screen
    connect(json.loads(sys.stdin.readline()))
    hosts = sorted({node["NodeManagerHostname"] for node in ray.nodes() if node["Alive"]})
    print(json.dumps({"type": "nodes", "hosts": hosts}), file=output, flush=True)
    line = sys.stdin.readline()
    if not line:
        return  # the sweep is refused, or there is nothing left of it
    job = json.loads(line)
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    desk = Desk.options(scheduling_strategy=here).remote()
    threading.Thread(target=take_orders, args=[desk], daemon=True).start()
    teller = threading.Thread(target=tell_events, args=[desk, output], daemon=True)
    teller.start()
    cpus, gpus = job["resources"]["cpus"], job["resources"]["gpus"]
    trainable = tune.with_parameters(NodeTrial, desk=desk, root=job["root"], env=job["env"], cpus=cpus)
    tuner = tune.Tuner(
        tune.with_resources(trainable, {"cpu": cpus, "gpu": gpus}),
        tune_config=tune.TuneConfig(
            search_alg=NumberedSearch(job, desk), scheduler=scheduler_of(job), num_samples=job["count"]
        ),
        run_config=tune.RunConfig(
            name="tune",
            storage_path=job["storage"],
            verbose=0,
            checkpoint_config=tune.CheckpointConfig(checkpoint_at_end=False),  # trials keep their own
            failure_config=tune.FailureConfig(max_failures=3),
            callbacks=[LostTrials(desk)],
        ),
    )
    tuner.fit()
    ray.get(desk.emit.remote(None))
    teller.join()
    ray.shutdown()


if __name__ == "__main__":
    main()
