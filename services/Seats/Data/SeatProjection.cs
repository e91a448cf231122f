using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Seats.Domain;

namespace TicketBooking.Seats.Data;

/// <summary>The effect of some messages.</summary>
/// <param name="Applied">For the live feed: one message for each event with a visible change.</param>
/// <param name="Unknown">The messages that name unknown seats, by their place among those given. Those of deleted events are not here.</param>
internal sealed record ProjectedMessages(IReadOnlyList<SeatFeedMessage> Applied, IReadOnlyList<UnknownSeats> Unknown);

/// <summary>A message that names seats that its event does not have, or not yet.</summary>
/// <param name="Message">Its index.</param>
/// <param name="Count">How many seats.</param>
internal readonly record struct UnknownSeats(int Message, int Count);

/// <summary>Makes the seats what Booking's messages say.</summary>
internal static class SeatProjection
{
    /// <summary>
    /// Applies messages of any events as one statement, which is a transaction of its own. Each seat takes the status of its highest version,
    /// unless it has that of a later one. The visible changes of an event become its next batch, with one number. What is known of a message
    /// is applied even when other seats of it are not.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="messages">None that <see cref="SeatChanges.Of"/> refuses.</param>
    /// <param name="cancellationToken">Cancels all of it.</param>
    public static async Task<ProjectedMessages> ApplyAsync(
        NpgsqlDataSource database, IReadOnlyList<BookingMessage> messages, CancellationToken cancellationToken)
    {
        var changes = SeatChanges.Winning(messages);
        if (changes.Length == 0)
        {
            return new([], []);
        }

        var (applied, unknown) = await database.Command(
            SeatProjectionSql.Apply,
            Array.ConvertAll(changes, change => change.Change.SeatId),
            Array.ConvertAll(changes, change => change.EventId),
            Array.ConvertAll(changes, change => change.Change.Status),
            Array.ConvertAll(changes, change => change.Change.Version)).FirstAsync(Read, cancellationToken);
        return new(applied!, unknown!.Count > 0 ? await NameAsync(database, messages, unknown, cancellationToken) : []);
    }

    private static (SeatFeedMessage[] Applied, HashSet<(Guid EventId, Guid SeatId)> Unknown) Read(NpgsqlDataReader row)
    {
        var (events, seqs) = (row.GetFieldValue<Guid[]>(0), row.GetFieldValue<long[]>(1));
        var (numbers, statuses) = (row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3));
        var applied =
            from index in Enumerable.Range(0, events.Length)
            group new SeatFeedChange(numbers[index], statuses[index]) by (EventId: events[index], Seq: seqs[index]) into batch
            select new SeatFeedMessage(batch.Key.EventId, batch.Key.Seq, [.. batch]);
        return ([.. applied], [.. row.GetFieldValue<Guid[]>(4).Zip(row.GetFieldValue<Guid[]>(5))]);
    }

    /// <summary>A deletion may have ended meanwhile, so this asks after it, and not in the statement before.</summary>
    private static async Task<UnknownSeats[]> NameAsync(
        NpgsqlDataSource database, IReadOnlyList<BookingMessage> messages, HashSet<(Guid EventId, Guid SeatId)> unknown, CancellationToken cancellationToken)
    {
        var deleted = await EventDeletion.DeletedAmongAsync(database, [.. unknown.Select(seat => seat.EventId).Distinct()], cancellationToken);
        var counts = messages.Select((message, index) => new UnknownSeats(index, deleted.Contains(message.EventId)
            ? 0
            : message.Seats.Select(seat => seat.SeatId).Distinct().Count(id => unknown.Contains((message.EventId, id)))));
        return [.. counts.Where(seats => seats.Count > 0)];
    }
}
