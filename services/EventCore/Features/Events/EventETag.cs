using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features.Events;

/// <summary>
/// The tag of an event is its version: <c>"3"</c>. Until its seats exist it is <c>"3-unseated"</c>, because the answer will differ
/// (<c>seatsGenerated</c>) without a new version; a change may name either.
/// </summary>
internal static class EventETag
{
    private const string Unseated = "-unseated";

    public static string Of(Event e) => e.Seats is null ? $"\"{e.Version}{Unseated}\"" : $"\"{e.Version}\"";

    /// <summary>Whether the client already has this state (If-None-Match).</summary>
    public static bool IsKnownTo(HttpRequest request, Event e) =>
        new RequestHeaders(request.Headers).IfNoneMatch.Any(tag => IsAny(tag) || tag.Tag == Of(e));

    /// <summary>Whether the client means this version (If-Match, which is optional). What cannot be read matches nothing.</summary>
    public static bool IsMeantBy(HttpRequest request, Event e) =>
        request.Headers.IfMatch.Count == 0
        || new RequestHeaders(request.Headers).IfMatch.Any(tag => IsAny(tag) || (!tag.IsWeak && IsVersion(tag.Tag.Value, e.Version)));

    private static bool IsVersion(string? tag, long version) => tag == $"\"{version}\"" || tag == $"\"{version}{Unseated}\"";

    private static bool IsAny(EntityTagHeaderValue tag) => tag == EntityTagHeaderValue.Any;
}
