"""How the tagger is made. Never shipped, never needed to run: ``python -m train --help``."""
