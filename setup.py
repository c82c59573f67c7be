"""Lets pip read the metadata of setup.cfg."""

from setuptools import setup

setup()
