"""Names of people and bodies: cleaning them, comparing two, and joining those that are one."""

from quotes.names.clean import Name, clean
from quotes.names.compare import Comparison, Verdict, compare

__all__ = ["Comparison", "Name", "Verdict", "clean", "compare"]
