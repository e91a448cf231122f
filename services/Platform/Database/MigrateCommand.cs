using System.CommandLine;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary><c>migrate</c>: brings the database up to date before instances of a new version start. Exit code: 0 done, 2 not done.</summary>
internal sealed class MigrateCommand : Command
{
    public MigrateCommand(Migrator migrator)
        : base("migrate", "Brings the database up to date and ends. A service does the same at its start.") =>
        SetAction((_, cancellationToken) => migrator.StartingAsync(cancellationToken));
}
