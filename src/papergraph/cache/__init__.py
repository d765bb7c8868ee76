"""What builds leave in `.papergraph/` for the next one to be quick; all of it may be deleted at any time.

What is found there is data and nothing else: a folder that came from somebody else cannot make a build run anything,
and what is not as this version writes it is as good as not there.
"""
