namespace TicketBooking.EventCore.Domain;

/// <summary>Says what happens to a refresh token that is presented.</summary>
internal enum RefreshDecision
{
    /// <summary>It buys one access token and its own successor.</summary>
    Rotate,

    /// <summary>It is worth nothing any more.</summary>
    Refuse,

    /// <summary>It was used before, so it has been copied: its whole family ends.</summary>
    RevokeFamily,
}

/// <summary>A refresh token as found, while its session is locked.</summary>
internal sealed record PresentedToken(Guid SessionId, Guid UserId, bool Banned, bool Revoked, bool Used, bool Expired)
{
    public RefreshDecision Decide() => this switch
    {
        { Revoked: true } => RefreshDecision.Refuse,
        { Used: true } => RefreshDecision.RevokeFamily,
        { Expired: true } => RefreshDecision.Refuse,
        _ => RefreshDecision.Rotate,
    };
}
