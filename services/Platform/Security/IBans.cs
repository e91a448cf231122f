namespace TicketBooking.Platform;

/// <summary>
/// Tells whether a user is banned. An access token cannot be revoked, so every validation asks here. The issuer reads its own table, every
/// other service the list that it fetches from the issuer.
/// </summary>
public interface IBans
{
    /// <summary>Whether valid tokens of this user are refused.</summary>
    /// <param name="userId">The token's subject.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    ValueTask<bool> IsBannedAsync(Guid userId, CancellationToken cancellationToken);
}
