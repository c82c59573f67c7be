"""From raw recordings to training batches.

raw files -> `sources/` (readers, validating) -> `motion.clip.Clip` -> `splits` ->
`records` (TFRecords of whole clips, statistics, manifest) -> `windows` (network
features of all clips in one table) -> `pipeline` (tf.data, stateless sampling).
Models of joint rotations take `poses` (15 joints at 60 Hz), `pose_formats` and
`pose_windows` instead of `windows`; `export` writes them for machines without
TensorFlow.
Keypoints in pictures take `keypoint_readers` -> `motion.keypoints.KeypointClip` ->
`keypoint_records` -> `keypoint_sets`, where motion capture seen by cameras joins them
(`projection`), -> `keypoint_grid` -> `keypoint_windows`.

`python -m data_prep.download` fetches recordings that are free, `python -m
data_prep.build` turns recordings into records, `synthetic` needs neither.
"""
