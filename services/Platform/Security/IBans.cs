namespace TicketBooking.Platform;

/// <summary>
/// Who is banned. An access token cannot be taken back, so whoever validates one asks here: the issuer its own table, every other service
/// the list that it fetches from the issuer.
/// </summary>
public interface IBans
{
    /// <summary>Whether a living token of this user is to be refused.</summary>
    /// <param name="userId">The token's subject.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    ValueTask<bool> IsBannedAsync(Guid userId, CancellationToken cancellationToken);
}
