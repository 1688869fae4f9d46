"""Someone does not appear: what a computer can find out about that, in order, with the cause and the ways out.

``examine`` looks, with a node that runs; ``judge`` concludes, purely. Both faces ask the first and say the verdicts in
words of their own.
"""
