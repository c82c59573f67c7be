"""From raw recordings to training batches.

A data set is declared (`dataset`) beside its reader, in a file of `sources/`, and is a
line in `datasets`. Its recordings become records by `build_records`:

raw files -> `sources/` (readers, validating) -> `motion.clip.Clip` -> `splits` ->
`records` (TFRecords of whole clips, statistics, manifest) -> `windows` (network
features of all clips in one table) -> `pipeline` (tf.data, stateless sampling).
Models of joint rotations take `poses/` (`pose_set`: 15 joints at 60 Hz, `formats`,
`features`, `windows`) instead of `windows`; `poses/export` writes them for machines
without TensorFlow.
Keypoints in pictures take `sources/` -> `motion.keypoints.KeypointClip` and then
`keypoints/`: `records` -> `keypoint_set`, where motion capture seen by cameras joins
them (`projection`) -> `grid` -> `windows` -> `heatmaps`.
`motion_files` reads and writes single files of motion, whatever their form.

The command `data_prep.download` fetches recordings that are free, `data_prep.build`
turns recordings into records, and `data_prep.build_with_beam` does so on many machines
(`beam/`). What `synthetic/` makes up needs no recordings.
"""

from reenact.commands import explain_missing_packages

explain_missing_packages()
