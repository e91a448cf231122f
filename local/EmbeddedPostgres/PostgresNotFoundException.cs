namespace TicketBooking.EmbeddedPostgres;

/// <summary>PostgreSQL's server programs are not on this machine.</summary>
public sealed class PostgresNotFoundException() : Exception(
    "PostgreSQL's server programs (postgres, initdb, pg_ctl) were not found on PATH or in the usual places. "
    + "Install them (Debian/Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; "
    + "macOS: brew install postgresql@17) and start again. No running server is needed.");
