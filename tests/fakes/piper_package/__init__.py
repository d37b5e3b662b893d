"""Packages that a worker finds first, if this folder is on its path: a Piper without espeak-ng, and a voice that is not
the one it should be."""
