"""Evaluations of local programmes: the protocol first, every result equally, and never closed without their costs."""
