"""The networks of fairmotion, with and without the motion-taxonomy prior."""
