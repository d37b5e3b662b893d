"""What the matrices find, once for all tests that look at it: a cell is a whole call."""

from functools import cache

from offhook.simulation import ending_matrix, failover_matrix, return_matrix, supervision_matrix

run_fault = cache(supervision_matrix.run)
run_end = cache(ending_matrix.run)
run_failover = cache(failover_matrix.run)
run_return = cache(return_matrix.run)
