"""Query text from outside, run where it can hurt nobody: in processes that can be ended.

``pool`` decides who runs when; ``family`` starts and ends processes; ``worker`` is what runs in
them; ``frames`` is what is said between the two; ``limits`` is how much one may take.
"""
