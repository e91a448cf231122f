using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;

namespace TicketBooking.Seats.Tests.Projection;

/// <summary>The service's database without the service.</summary>
internal static class SeatsDatabase
{
    public static async Task<TestPostgres> CreateAsync()
    {
        var database = await TestPostgres.CreateAsync();
        await new Migrator(database.DataSource, Migration.EmbeddedIn(typeof(SeatProjection).Assembly), NullLogger<Migrator>.Instance)
            .StartingAsync(CancellationToken.None);
        return database;
    }

    /// <summary>Makes the seats of an event, as its message does.</summary>
    public static async Task<Guid> FillAsync(NpgsqlDataSource database, EventMessage message)
    {
        var layout = SeatLayout.Of(message).Layout!;
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await EventTable.TryInsertAsync(transaction, message.EventId, message.Version, new("EUR", layout.SeatCount), CancellationToken.None);
        await SeatWrites.CopyAsync(transaction, message.EventId, layout.Seats(), CancellationToken.None);
        await transaction.CommitAsync();
        return message.EventId;
    }
}
