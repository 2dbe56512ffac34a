"""Errors, start-up of MXNet, devices, seeds, paths, registry; imports no other room."""
