"""The command line. A command parses, calls one function of the library, and prints."""

from quotes.cli.main import main

__all__ = ["main"]
