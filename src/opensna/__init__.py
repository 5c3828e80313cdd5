"""OpenSNA: from the raw data of a violence reduction partnership to its Strategic Needs Assessment."""

__version__ = "0.1.0"
