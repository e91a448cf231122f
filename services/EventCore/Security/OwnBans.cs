using Npgsql;
using TicketBooking.Platform;
using TicketBooking.Postgres;

namespace TicketBooking.EventCore.Security;

/// <summary>Reads bans from the account itself: at the issuer a ban holds from its commit on.</summary>
internal sealed class OwnBans(NpgsqlDataSource database) : IBans
{
    /// <summary>How long a ban is listed for other services: longer than an access token made just before it lives.</summary>
    public static readonly TimeSpan ToldFor = AccessTokens.Life + TimeSpan.FromMinutes(5);

    public async ValueTask<bool> IsBannedAsync(Guid userId, CancellationToken cancellationToken) =>
        await database.Command("SELECT EXISTS (SELECT 1 FROM tbl_user WHERE id = $1 AND banned_at IS NOT NULL)", userId)
            .FirstAsync(row => row.GetBoolean(0), cancellationToken);
}
