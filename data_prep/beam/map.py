"""A function applied to many items by Apache Beam's workers."""

import json
import logging
import os
import pathlib
import tempfile
from collections.abc import Callable, Sequence

from reenact.errors import DataError, InputError


def beam_map(
    function: Callable,
    items: Sequence,
    shared_dir: str | os.PathLike,
    beam_options: Sequence[str],
) -> list:
    """`[function(item) for item in items]`, wherever Beam has workers.

    Args:
        function: can be pickled, and may be called again where a worker was lost; what
            it returns must fit JSON.
        items: whatever can be pickled.
        shared_dir: all workers see it under its absolute path; made if absent.
        beam_options: Beam's pipeline options; without `--runner`, on this machine.

    Raises:
        InputError: Beam is not installed.
        DataError: what `function` raised as InputError at the first item that failed.
    """
    logging.disable(logging.WARNING)  # Beam tells of cloud libraries that are absent
    try:
        import apache_beam as beam
        from apache_beam.options.pipeline_options import PipelineOptions
    except ImportError as error:
        raise InputError(
            f"expected Apache Beam, found none ({error}). It needs an environment of "
            "its own: python3 -m venv .venv-beam && .venv-beam/bin/pip install "
            "-c constraints-beam.txt -e '.[beam]'"
        ) from error
    finally:
        logging.disable(logging.NOTSET)

    def attempt(number: int, item: object) -> tuple:
        try:
            return number, function(item), None
        except InputError as error:  # no other attempt would fare better
            return number, None, str(error)

    options = PipelineOptions(["--runner=FnApiRunner", *beam_options])  # last one wins
    pathlib.Path(shared_dir).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".beam-", dir=shared_dir) as folder:
        results = pathlib.Path(folder).absolute() / "results.json"
        with beam.Pipeline(options=options) as pipeline:
            (
                pipeline
                | beam.Create(list(enumerate(items)))
                | beam.Reshuffle()
                | beam.MapTuple(attempt)
                | beam.combiners.ToList()
                | beam.Map(lambda found: results.write_text(json.dumps(sorted(found))))
            )
        found = json.loads(results.read_text())
    for _, _, error in found:
        if error:
            raise DataError(error)
    return [result for _, result, _ in found]
