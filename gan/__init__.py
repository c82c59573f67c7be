"""Motion prediction by a Wasserstein GAN, in every reading of its algorithm."""
