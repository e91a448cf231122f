using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

/// <summary>
/// Bans accounts. A login, a refresh and a ban of one user lock the account and so run one after the other: the ban covers every session
/// and every token.
/// </summary>
internal static class BanQueries
{
    /// <summary>Locks and reads the account; it does not change until the transaction ends.</summary>
    public static async Task<User?> LockUserAsync(this EventCoreContext db, Guid id, CancellationToken cancellationToken) =>
        (await db.LockUsersAsync([id], cancellationToken)).SingleOrDefault();

    /// <summary>Locks several in one order, so that no two transactions wait for each other.</summary>
    public static Task<List<User>> LockUsersAsync(this EventCoreContext db, Guid[] ids, CancellationToken cancellationToken) =>
        db.Users.FromSql($"SELECT * FROM tbl_user WHERE id = ANY ({ids}) ORDER BY id FOR NO KEY UPDATE")
            .AsNoTracking()
            .ToListAsync(cancellationToken);

    /// <summary>Bans an account that is locked and ends all its sessions.</summary>
    public static async Task BanAsync(this EventCoreContext db, Guid userId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"UPDATE tbl_user SET banned_at = clock_timestamp() WHERE id = {userId}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE tbl_session SET revoked_at = now() WHERE user_id = {userId} AND revoked_at IS NULL", cancellationToken);
    }

    /// <summary>Lifts a ban; the sessions that it ended stay so.</summary>
    /// <returns>How many accounts were banned.</returns>
    public static Task<int> UnbanAsync(this EventCoreContext db, Guid userId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"UPDATE tbl_user SET banned_at = NULL WHERE id = {userId} AND banned_at IS NOT NULL", cancellationToken);

    /// <summary>Reads the users banned within this time.</summary>
    public static Task<List<Guid>> BannedWithinAsync(this EventCoreContext db, TimeSpan age, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"SELECT id FROM tbl_user WHERE banned_at > now() - {age} ORDER BY banned_at, id")
            .ToListAsync(cancellationToken);
}
