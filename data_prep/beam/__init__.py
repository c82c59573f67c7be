"""Builds data sets on the workers of Apache Beam."""
