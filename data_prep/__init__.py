"""From raw recordings to training batches.

raw files -> `sources/` (readers, validating) -> `motion.clip.Clip` -> `splits` ->
`records` (TFRecords of whole clips, statistics, manifest) -> `windows` (network
features of all clips in one table) -> `pipeline` (tf.data, stateless sampling).

`python -m data_prep.download` fetches recordings that are free, `python -m
data_prep.build` turns recordings into records, `synthetic` needs neither.
"""
