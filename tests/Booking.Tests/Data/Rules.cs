using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Booking.Tests.Data;

internal static class Rules
{
    /// <summary>Stores sale rules and layout as their message does.</summary>
    public static async Task ApplyAsync(NpgsqlDataSource database, EventMessage message)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await EventGate.CloseAsync(transaction, message.EventId, CancellationToken.None);
        await EventRulesTable.ApplyAsync(transaction, message, CancellationToken.None);
        await EventLayoutTable.ApplyAsync(transaction, SeatLayout.Of(message).Layout!, message.Version, CancellationToken.None);
        await transaction.CommitAsync();
    }
}
