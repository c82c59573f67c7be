"""Motion prediction by a Wasserstein GAN, in every reading of its algorithm."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
