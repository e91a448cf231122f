using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

/// <summary>Logins and their refresh tokens. Only hashes are stored; the database's clock decides what has expired.</summary>
internal static class SessionQueries
{
    /// <summary>Starts a session with its first token, and deletes the user's sessions that are over.</summary>
    public static async Task OpenSessionAsync(
        this EventCoreContext db, Guid userId, byte[] hash, TimeSpan life, CancellationToken cancellationToken)
    {
        var sessionId = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM tbl_session WHERE user_id = {userId} AND expires_at < now()", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO tbl_session (id, user_id, expires_at) VALUES ({sessionId}, {userId}, now() + {life})", cancellationToken);
        await db.AddTokenAsync(sessionId, hash, life, cancellationToken);
    }

    /// <summary>
    /// Finds a token and locks its user and its session until the transaction ends. So all uses of one family run one after the other, and
    /// none during a ban. The token is read after the locks were granted: it shows what the previous holder wrote. Every transaction locks
    /// the user first.
    /// </summary>
    public static async Task<PresentedToken?> LockSessionOfAsync(
        this EventCoreContext db, byte[] hash, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM tbl_user
            WHERE id = (SELECT s.user_id FROM tbl_refresh_token t JOIN tbl_session s ON s.id = t.session_id WHERE t.hash = {hash})
            FOR NO KEY UPDATE;
            SELECT 1 FROM tbl_session WHERE id = (SELECT session_id FROM tbl_refresh_token WHERE hash = {hash}) FOR UPDATE
            """,
            cancellationToken);
        return await db.Database.SqlQuery<PresentedToken>(
            $"""
            SELECT s.id AS "SessionId", s.user_id AS "UserId", u.banned_at IS NOT NULL AS "Banned", s.revoked_at IS NOT NULL AS "Revoked",
                   t.used_at IS NOT NULL AS "Used", t.expires_at <= now() AS "Expired"
            FROM tbl_refresh_token t JOIN tbl_session s ON s.id = t.session_id JOIN tbl_user u ON u.id = s.user_id
            WHERE t.hash = {hash}
            """).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Ends a token and starts its successor; deletes expired tokens of the session.</summary>
    public static async Task RotateTokenAsync(
        this EventCoreContext db, Guid sessionId, byte[] hash, byte[] successor, TimeSpan life, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"UPDATE tbl_refresh_token SET used_at = now() WHERE hash = {hash}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM tbl_refresh_token WHERE session_id = {sessionId} AND expires_at < now()", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE tbl_session SET expires_at = now() + {life} WHERE id = {sessionId}", cancellationToken);
        await db.AddTokenAsync(sessionId, successor, life, cancellationToken);
    }

    /// <summary>Makes every token of the session invalid.</summary>
    public static Task<int> RevokeSessionAsync(this EventCoreContext db, Guid sessionId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"UPDATE tbl_session SET revoked_at = now() WHERE id = {sessionId} AND revoked_at IS NULL", cancellationToken);

    private static Task<int> AddTokenAsync(
        this EventCoreContext db, Guid sessionId, byte[] hash, TimeSpan life, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO tbl_refresh_token (hash, session_id, expires_at) VALUES ({hash}, {sessionId}, now() + {life})",
            cancellationToken);
}
