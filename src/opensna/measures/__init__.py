"""Measures are reviewed data (YAML, one file each); `count` answers many in few scans."""
