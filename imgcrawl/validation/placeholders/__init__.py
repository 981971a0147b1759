"""Pictures that stand in for the one that was asked for, told by what else their host gives."""
