"""Run folders: made, locked, recorded, resumed, cleared, and read back."""
