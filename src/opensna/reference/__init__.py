"""Small tables with their sources: areas, populations, offence codes, deprivation, yearly totals."""
