using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Domain;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Data;

/// <summary>Announces events in the transaction that changed them.</summary>
internal static class EventOutbox
{
    public static Task AppendAsync(
        this Outbox outbox, IDbContextTransaction transaction, Event changed, string type, CancellationToken cancellationToken) =>
        outbox.AppendAsync(
            (NpgsqlTransaction)transaction.GetDbTransaction(),
            "event",
            changed.Id.ToString(),
            type,
            MessageOf(changed),
            ContractsJson.Default.EventMessage,
            cancellationToken);

    /// <summary>The event as every message about it says it.</summary>
    public static EventMessage MessageOf(Event e) => MessageOf(e, e.Venue.Name, e.Venue.City);

    /// <summary>The same of an event that was read without its venue.</summary>
    public static EventMessage MessageOf(Event e, string venueName, string city) => new(
        e.Id,
        e.Version,
        e.Status,
        e.Details.Title,
        e.Details.Description,
        e.Details.Category,
        new EventVenue(e.VenueId, venueName, city),
        e.Details.StartsAt,
        e.Details.EndsAt,
        e.Details.OnSaleAt,
        e.Currency,
        e.MaxSeatsPerBooking,
        e.HoldSeconds,
        [.. e.Sections.Select(s => new EventSection(s.Name, s.Rows, s.SeatsPerRow, s.Accessible, s.PriceMinor))],
        e.CreatedBy,
        e.Language,
        e.TimeZone,
        e.NoSingleSeats);
}
