"""Errors, start-up of MXNet, devices, seeds, paths, registry. Imports nothing of ours."""
