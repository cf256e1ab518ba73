"""The names of what the tagger's outputs mean, shared by training, decoding and the model's file."""

ROLES = ("source", "cue", "content")
ENTITIES = ("person", "organization", "place", "other")


def bio(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """O, then B- and I- of each kind."""
    return ("O", *(f"{part}-{kind}" for kind in kinds for part in "BI"))


ROLE_TAGS = bio(ROLES)
ENTITY_TAGS = bio(ENTITIES)

IGNORED = -100
"""The label of a piece from which nothing is learned."""
