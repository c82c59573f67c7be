"""What a training script runs on: precision, XLA, devices, seeds, and their record."""

import os
import platform
from importlib import metadata
from pathlib import Path

import keras
import tensorflow as tf

from reenact.code_version import code_version


def configure(seed: int, precision: str = "auto", deterministic: bool = False) -> None:
    """Seeds everything and sets Keras' precision ('auto': mixed_bfloat16 on a GPU)."""
    keras.utils.set_random_seed(seed)
    if precision == "auto":
        gpu = tf.config.list_physical_devices("GPU")
        precision = "mixed_bfloat16" if gpu else "float32"
    keras.config.set_dtype_policy(precision)
    if deterministic:
        tf.config.experimental.enable_op_determinism()


def strategy(name: str):
    """'auto' (all GPUs or the one device), 'one', 'mirrored', 'workers' (TF_CONFIG)."""
    gpus = len(tf.config.list_physical_devices("GPU"))
    if name == "workers":
        return tf.distribute.MultiWorkerMirroredStrategy()
    if name == "mirrored" or (name == "auto" and gpus > 1):
        return tf.distribute.MirroredStrategy()
    return tf.distribute.get_strategy()


def is_chief(strategy: tf.distribute.Strategy) -> bool:
    """Whether this process writes the results; of several workers, the first."""
    resolver = strategy.cluster_resolver
    return resolver is None or not resolver.task_id


def use_xla(choice: str, replicas: int) -> bool:
    """'auto': on for one GPU; off on a CPU, where it is slower, and for several."""
    if choice == "auto":
        return bool(tf.config.list_physical_devices("GPU")) and replicas == 1
    return choice == "on"


def environment() -> dict:
    """What a result depends on besides settings and data."""
    packages = ("tensorflow", "keras", "numpy", "scipy")
    gpus = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
    return {
        "code_version": code_version(),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in packages},
        "backend": keras.backend.backend(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "gpus": [each.get("device_name", "GPU") for each in details],
        "precision": keras.config.dtype_policy().name,
        "onednn": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "default"),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
