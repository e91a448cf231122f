using TicketBooking.Contracts;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Rebuild;

/// <summary>What the index has otherwise than its sources.</summary>
/// <param name="Kind">What is wrong, in a word.</param>
/// <param name="EventId">The event.</param>
/// <param name="Source">What event-core, seats or the truth has.</param>
/// <param name="Index">What is here.</param>
internal sealed record IndexDifference(string Kind, Guid EventId, string Source, string Index)
{
    private const string Nothing = "none";

    /// <summary>Compares an event of event-core with the truth. One of them may be missing; a deleted one is missing.</summary>
    /// <returns>Null when they agree.</returns>
    public static IndexDifference? Of(Guid id, EventDocument? source, EventDocument? stored) => (source, stored) switch
    {
        (null, null) or (null, { Status: EventStatuses.Deleted }) => null,
        (null, _) => new("surplus", id, Nothing, Name(stored)),
        (_, null) => new("missing", id, Name(source), Nothing),
        _ when source == stored => null,
        _ => new(source.Version > stored.Version ? "behind" : source.Version < stored.Version ? "ahead" : "content", id, Name(source), Name(stored)),
    };

    /// <summary>Compares the counts of seats with those here. A change that leaves them as they are is told to nobody, so their sequences may differ.</summary>
    /// <returns>Null when they agree.</returns>
    public static IndexDifference? Of(EventAvailability source, EventAvailability? stored) =>
        (source.Available, source.SeatCount) == (stored?.Available, stored?.SeatCount) ? null : new("availability", source.EventId, Name(source), stored is null ? Nothing : Name(stored));

    /// <summary>Compares the truth with what the engine has indexed.</summary>
    /// <returns>Null when they agree.</returns>
    public static IndexDifference? Of(Guid id, long? stored, long? indexed) => stored == indexed
        ? null
        : new(indexed is null ? "not-indexed" : "index", id, stored is null ? Nothing : $"document {stored}", indexed is null ? Nothing : $"document {indexed}");

    private static string Name(EventDocument document) => $"version {document.Version} {document.Status}";

    private static string Name(EventAvailability count) => $"{count.Available} of {count.SeatCount} at {count.Seq}";
}
