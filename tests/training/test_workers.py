"""Two worker processes on this machine train what one process trains."""

import json
import os
import socket
import subprocess
import sys

from evaluation.run_results import load_result

FLAGS = (
    "--study=martinez_residual_sup",
    "--data=synthetic",
    "--set=hidden_units=8",
    "--set=steps=4",
    "--set=evaluate_every=2",
    "--set=batch_size=4",
)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def start(records_dir, runs_dir, *flags, **environment):
    command = [sys.executable, "-m", "seq2seq.train", *FLAGS, *flags]
    command += [f"--records_dir={records_dir}", f"--runs_dir={runs_dir}"]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def test_two_workers_equal_one_process(tiny_records, tmp_path):
    workers = [f"127.0.0.1:{port}" for port in free_ports(2)]
    processes = [start(tiny_records, tmp_path / "one")]
    for index in range(2):
        task = {"type": "worker", "index": index}
        cluster = json.dumps({"cluster": {"worker": workers}, "task": task})
        runs_dir = tmp_path / "two"
        flags = "--strategy=workers"
        processes.append(start(tiny_records, runs_dir, flags, TF_CONFIG=cluster))
    for process in processes:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    records = [
        load_result(next((tmp_path / name).rglob("metrics.json")))
        for name in ("one", "two")
    ]
    for action, errors in records[0].errors["corrected"].items():
        assert abs(errors - records[1].errors["corrected"][action]).max() < 1e-4
