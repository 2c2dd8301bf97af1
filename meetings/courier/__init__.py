"""The courier: does what is owed, outside the transaction that promised it, safe to do twice.

Letters are written and frozen before they leave; papers are printed, sealed, checked and archived;
times are sought. What came of it is said to the desk in the courier's own role.
"""
