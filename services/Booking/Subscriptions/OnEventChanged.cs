using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Subscriptions;

/// <summary>Keeps booking's own copy of an event's sale rules.</summary>
internal static class OnEventChanged
{
    public static async Task<Ok> HandleAsync(ChangeEvent change, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await EventRulesTable.ApplyAsync(database, change.Read(ContractsJson.Default.EventMessage), cancellationToken);
        return TypedResults.Ok();
    }
}
