"""What is commissioned: programmes, grants, funds, who gets what from a fund, and the quarterly report."""
