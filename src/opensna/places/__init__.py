"""The service directory: what is open to whom, where and when, and whose address is never told."""
