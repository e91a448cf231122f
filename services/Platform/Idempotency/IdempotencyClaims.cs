using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>Claims keys and keeps answers in groups, so that many requests at a time share statements, round trips and commits.</summary>
internal sealed class IdempotencyClaims(NpgsqlDataSource database)
{
    private const int MostAtOnce = 64;

    private readonly Groups<KeyClaim, bool> _claims = new(MostAtOnce, claims => IdempotencyTable.ClaimAsync(database, claims));
    private readonly Groups<(KeyClaim, StoredAnswer), bool> _answers = new(MostAtOnce, answers => IdempotencyTable.CompleteAsync(database, answers));
    private readonly Groups<(KeyClaim, StoredAnswer), bool> _refusals = new(MostAtOnce, answers => IdempotencyTable.CompleteSoonAsync(database, answers));

    /// <summary>True for the first request only.</summary>
    public Task<bool> TryClaimAsync(KeyClaim claim) => _claims.WriteAsync(claim);

    /// <summary>
    /// False when the claim was lost meanwhile. A refusal has no effect that could be there without its answer, so nobody waits until the
    /// disk has it: after a crash of the database the request runs again.
    /// </summary>
    public Task<bool> TryCompleteAsync(KeyClaim claim, StoredAnswer answer) =>
        (answer.IsSuccess ? _answers : _refusals).WriteAsync((claim, answer));
}

/// <summary>Who runs the request with a key.</summary>
internal sealed record KeyClaim(IdempotencyKey Key, Guid Id);
