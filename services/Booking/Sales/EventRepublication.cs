using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Sales;

/// <summary>Writes the present state of an event's seats to the outbox anew: a message for each booking that claimed one of them last.</summary>
internal sealed class EventRepublication(NpgsqlDataSource database, BookingChanges changes, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <returns>The number of messages.</returns>
    public async Task<int> RunAsync(Guid eventId, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var messages in MessagesAsync(eventId, cancellationToken).Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            await AppendAsync(messages, cancellationToken);
            count += messages.Length;
        }

        return count;
    }

    private async IAsyncEnumerable<BookingMessage> MessagesAsync(
        Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seats = new List<SeatChange>();
        (Guid Id, string Status) booking = default;
        await foreach (var (id, status, seat) in SeatClaims.StreamAsync(database, eventId, cancellationToken))
        {
            if (seats.Count > 0 && id != booking.Id)
            {
                yield return MessageOf(eventId, booking, seats);
                seats.Clear();
            }

            booking = (id, status);
            seats.Add(seat);
        }

        if (seats.Count > 0)
        {
            yield return MessageOf(eventId, booking, seats);
        }
    }

    private BookingMessage MessageOf(Guid eventId, (Guid Id, string Status) booking, List<SeatChange> seats) =>
        new(booking.Id, eventId, booking.Status, [.. seats], clock.GetUtcNow());

    private async Task AppendAsync(BookingMessage[] messages, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await changes.AppendAsync(transaction, messages, cancellationToken);
        await transaction.CommitAsync(Steps.CommitRepublished, cancellationToken);
    }
}
