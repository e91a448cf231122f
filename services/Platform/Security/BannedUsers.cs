namespace TicketBooking.Platform;

/// <summary>Banned users that may still have a valid access token, as the issuer answers to <c>GET /internal/banned-users</c>.</summary>
/// <param name="Users">Their ids. Short, because a ban is older than every token of its user after a while.</param>
public sealed record BannedUsers(IReadOnlyList<Guid> Users)
{
    /// <summary>Where the issuer serves it; by invocation only, the gateway has no route to it.</summary>
    public const string Path = "/internal/banned-users";
}
