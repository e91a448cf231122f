using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Subscriptions;

/// <summary>Keeps what can be found of events, many messages in one statement. The highest version wins, so they may come twice and in any order.</summary>
internal sealed class OnEventChanged(NpgsqlDataSource database) : IBatchHandler
{
    public Task HandleAsync(IReadOnlyList<ChangeEvent> changes, CancellationToken cancellationToken) =>
        EventWrites.ApplyAsync(database, changes.Select(Read), cancellationToken);

    private static EventDocument Read(ChangeEvent change)
    {
        var (document, refusal) = EventDocument.Of(change.Read(ContractsJson.Default.EventMessage));
        return document ?? throw new MalformedMessageException(refusal!);
    }
}
