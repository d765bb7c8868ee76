"""Every exception that a command can end with.

PapergraphError          one clear sentence for the user; `exit_code` says how the command ends
├── ConfigError          papergraph.toml, an option or an argument is wrong            (2)
├── InputError           the notes or a catalogue cannot be read at all                (3)
├── OutputError          an output cannot be written                                   (4)
├── QueryError           a SPARQL query is wrong or asks for what is not allowed       (5)
├── StoreError           the store of what services answered cannot be used            (6)
├── ServerError          a server to publish to does not answer, or not as it must     (8)
├── AccessError          a server to publish to does not let us in                     (9)
└── MismatchError        a server does not hold what it was sent                      (10)

Errors *about the content* of notes are values, not exceptions: see `papergraph.model.Problem`. What a service
does wrong never ends a command either: see `papergraph.failures`.
"""


class PapergraphError(Exception):
    """The root: its text is a sentence that the user can act on."""

    exit_code = 1


class ConfigError(PapergraphError):
    """The configuration, an option or an argument is wrong."""

    exit_code = 2


class InputError(PapergraphError):
    """Notes or catalogues cannot be read."""

    exit_code = 3


class OutputError(PapergraphError):
    """An output cannot be written."""

    exit_code = 4


class QueryError(PapergraphError):
    """A query is wrong, or asks for what is not allowed."""

    exit_code = 5


class StoreError(PapergraphError):
    """The store of what services answered cannot be read or written."""

    exit_code = 6


class ServerError(PapergraphError):
    """A server to publish to cannot be reached, or does not do what it has to."""

    exit_code = 8


class AccessError(PapergraphError):
    """A server to publish to wants credentials, or others."""

    exit_code = 9


class MismatchError(PapergraphError):
    """A server holds something else than what it was sent."""

    exit_code = 10
