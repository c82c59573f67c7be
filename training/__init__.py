"""How a model is trained: settings, start-up, the loop, checkpoints, run folders."""
