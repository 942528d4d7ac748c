"""The whistle's rules, pure and tabular: moves, rights, reach, pleas, clocks, check-ins, the list of duties."""
