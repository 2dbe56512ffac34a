"""Exports in fewer bits, int8 and bfloat16: made, proved and judged by their files."""
