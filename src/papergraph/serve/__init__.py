"""The last build in, a server out: a read-only SPARQL endpoint, the page, and things by content negotiation.

`papergraph.serve.supervisor` keeps processes, `worker` is one of them, `application` answers in it, in the threads
of `pool`; `protocol` and `negotiation` understand requests.
"""
