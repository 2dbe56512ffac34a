"""What the commands print: figures, tables and paragraphs for a terminal or a log."""
