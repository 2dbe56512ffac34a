"""From a chapter script to a command: its settings become options, unimported."""
