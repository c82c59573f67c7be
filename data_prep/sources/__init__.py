"""One file for each data source: what lists its recordings, what reads them, DATASET.

Raw files come in, `motion.clip.Clip` or `motion.keypoints.KeypointClip` go out. Beside
the sources lie the readers of file formats that they share.
"""
