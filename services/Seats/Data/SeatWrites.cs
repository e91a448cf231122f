using Npgsql;
using NpgsqlTypes;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Seats.Data;

internal static class SeatWrites
{
    private const string CopySeats = """
        COPY tbl_seat (id, event_id, position, seat_number, section, row_letters, number, accessible, price_minor) FROM STDIN (FORMAT BINARY)
        """;

    /// <summary>Adds the seats of an event, all available, with their counts and prices.</summary>
    /// <param name="transaction">The transaction that has added the event.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="seats">In the venue's order.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public static async Task CopyAsync(
        NpgsqlTransaction transaction, Guid eventId, IEnumerable<LayoutSeat> seats, CancellationToken cancellationToken)
    {
        var sections = await CopySeatsAsync(transaction, eventId, seats, cancellationToken);
        await SectionCounts.InsertAsync(
            transaction, eventId, [.. sections.Select(section => (section.Section, section.SeatCount))], cancellationToken);
        await SectionPrices.InsertAsync(
            transaction, eventId, [.. sections.Select(section => (section.Section, section.PriceMinor))], cancellationToken);
        await AvailabilityTable.InsertAsync(transaction, eventId, cancellationToken);
        await SeatStatistics.MarkAsync(transaction, eventId, sections.Sum(section => section.SeatCount), cancellationToken);
    }

    /// <returns>The sections, in the order of their first seats.</returns>
    private static async Task<IReadOnlyCollection<(string Section, int SeatCount, long PriceMinor)>> CopySeatsAsync(
        NpgsqlTransaction transaction, Guid eventId, IEnumerable<LayoutSeat> seats, CancellationToken cancellationToken)
    {
        var sections = new OrderedDictionary<string, (int SeatCount, long PriceMinor)>(StringComparer.Ordinal);
        await using var copy = await transaction.Connection!.BeginBinaryImportAsync(CopySeats, cancellationToken);
        foreach (var seat in seats)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(seat.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(eventId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(seat.Position, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(seat.SeatNumber, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(seat.Section, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(seat.Row, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(seat.Number, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(seat.Accessible, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(seat.PriceMinor, NpgsqlDbType.Bigint, cancellationToken);
            sections[seat.Section] = (sections.GetValueOrDefault(seat.Section).SeatCount + 1, seat.PriceMinor);
        }

        await copy.CompleteAsync(cancellationToken);
        return [.. sections.Select(section => (section.Key, section.Value.SeatCount, section.Value.PriceMinor))];
    }
}
