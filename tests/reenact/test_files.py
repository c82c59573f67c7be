"""One process at a time changes what the files of a folder share."""

import multiprocessing

from reenact.files import one_writer

TIMES = 20


def add_many(folder):
    for _ in range(TIMES):
        with one_writer(folder):
            path = folder / "count"
            found = int(path.read_text()) if path.exists() else 0
            path.write_text(str(found + 1))


def test_no_change_is_lost(tmp_path):
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=add_many, args=(tmp_path,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (tmp_path / "count").read_text() == str(3 * TIMES)
