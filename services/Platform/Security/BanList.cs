using System.Collections.Frozen;

namespace TicketBooking.Platform;

/// <summary>The banned users, as they were fetched last. For a service that has more to do about a ban than to refuse tokens.</summary>
public sealed class BanList
{
    /// <summary>None before the first fetch. Short, because a ban is older than every token of its user after a while.</summary>
    public FrozenSet<Guid> Users { get; internal set; } = [];
}
