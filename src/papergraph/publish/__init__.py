"""An export in, the graphs of a SPARQL server out: sent in chunks, resumed, replaced at once, and verified."""

from papergraph.publish.kinds import KINDS
from papergraph.publish.login import Login
from papergraph.publish.plan import Plan, planned
from papergraph.publish.publishing import Job, Outcome, publish
from papergraph.publish.server import Options, Server, reached

__all__ = ["KINDS", "Job", "Login", "Options", "Outcome", "Plan", "Server", "planned", "publish", "reached"]
