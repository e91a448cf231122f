using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.EventCore.Data;

/// <summary>What a user is about to create.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Kind">EVENT or VENUE.</param>
/// <param name="Seats">How many seats it makes.</param>
/// <param name="MostOfKind">How many of its kind the user may create within a day.</param>
/// <param name="MostSeats">How many seats.</param>
internal sealed record NewCreation(Guid UserId, string Kind, int Seats, int MostOfKind, int MostSeats)
{
    public const string Event = "EVENT";
    public const string Venue = "VENUE";
}

/// <summary>How long until a user may create it.</summary>
/// <param name="OfKind">Until few enough of its kind count; null when their number is no hindrance.</param>
/// <param name="Seats">Until few enough seats count.</param>
internal sealed record CreationWait(TimeSpan? OfKind, TimeSpan? Seats);

/// <summary>Counts what each user creates, by the database's clock. A creation counts for a day, also when it is deleted.</summary>
internal static class CreationTable
{
    public const string Name = "tbl_creation";

    /// <summary>First half of the lock's key; keeps it apart from the other locks of this database.</summary>
    private const int Lock = 0x51554F54;

    private const string Recent = "FROM tbl_creation WHERE user_id = $1 AND created_at > now() - interval '1 day'";

    private const string Count = $"""
        INSERT INTO tbl_creation (user_id, kind, seats)
        SELECT $1, $2, $3 FROM (SELECT count(*) FILTER (WHERE kind = $2) AS of_kind, coalesce(sum(seats), 0) AS seats {Recent}) used
        WHERE used.of_kind < $4 AND ($3 = 0 OR used.seats + $3 <= $5)
        """;

    // Each is the newest creation that has to leave the day first.
    private const string Wait = $"""
        SELECT
          (SELECT created_at + interval '1 day' - now() {Recent} AND kind = $2 ORDER BY created_at DESC OFFSET $4 - 1 LIMIT 1),
          (SELECT max(created_at) + interval '1 day' - now()
           FROM (SELECT created_at, sum(seats) OVER (ORDER BY created_at DESC, id DESC) AS seats {Recent}) since
           WHERE $3 > 0 AND since.seats + $3 > $5)
        """;

    /// <summary>
    /// Counts a creation in its transaction, in one round trip. The lock of the user is kept until the transaction ends: two at once would not
    /// count each other.
    /// </summary>
    /// <returns>False, and it is not counted, when the user may not create it now.</returns>
    public static async Task<bool> TryCountAsync(NpgsqlTransaction transaction, NewCreation creation, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Batch(
            ("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", [Lock, creation.UserId]),
            (Count, [creation.UserId, creation.Kind, creation.Seats, creation.MostOfKind, (long)creation.MostSeats]));
        return await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Says how long a creation that was not counted has to wait.</summary>
    public static async Task<CreationWait> FindWaitAsync(NpgsqlTransaction transaction, NewCreation creation, CancellationToken cancellationToken) =>
        (await transaction.Command(Wait, creation.UserId, creation.Kind, creation.Seats, creation.MostOfKind, (long)creation.MostSeats)
            .FirstAsync(
                row => new CreationWait(row.GetFieldValue<TimeSpan?>(0), row.GetFieldValue<TimeSpan?>(1)), cancellationToken))!;

    /// <summary>Deletes what no longer counts.</summary>
    /// <returns>The number of rows deleted.</returns>
    public static Task<int> PruneAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("DELETE FROM tbl_creation WHERE created_at <= now() - interval '1 day'").RunAsync(cancellationToken);
}
