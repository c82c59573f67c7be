"""One reader for each file format: raw file in, `motion.clip.Clip` out."""
