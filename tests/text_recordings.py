"""All clips of a folder of exponential-map text."""

from data_prep.datasets import CMU, H36M, read_recordings


def read_cmu(root):
    return read_recordings("cmu", CMU.list_recordings(root))


def read_h36m(root):
    return read_recordings("h36m", H36M.list_recordings(root))
