"""Editions, the ledger of claims."""
