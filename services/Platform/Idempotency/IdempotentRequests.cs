using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>
/// Runs a request with an <c>Idempotency-Key</c> once: claim the key (committed), run the handler, keep its answer, send it. From the claim
/// on nothing is cancelled when the client goes away, so that its next try finds an answer and not half an effect.
/// </summary>
internal sealed partial class IdempotentRequests(
    NpgsqlDataSource database, IdempotencyClaims claims, IOptions<IdempotencyOptions> options, ILogger<IdempotentRequests> logger)
{
    private const string RetryAfterSeconds = "1";

    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    public async Task AnswerAsync(HttpContext context, RequestDelegate handle, AnswerSecrets? secrets)
    {
        if (!context.Request.Headers.TryGetValue(IdempotencyKey.Header, out var header))
        {
            await handle(context);
            return;
        }

        if (!IdempotencyKey.IsValid(header))
        {
            await IdempotencyProblems.Invalid().ExecuteAsync(context);
            return;
        }

        var key = await IdempotencyKey.OfAsync(context);
        var claimId = Guid.CreateVersion7();
        if (await claims.TryClaimAsync(new(key, claimId)))
        {
            await RunAsync(context, handle, secrets, key, claimId);
        }
        else
        {
            await AnswerAgainAsync(context, handle, secrets, key, claimId);
        }
    }

    private async Task AnswerAgainAsync(
        HttpContext context, RequestDelegate handle, AnswerSecrets? secrets, IdempotencyKey key, Guid claimId)
    {
        var first = await IdempotencyTable.FindAsync(database, key, context.RequestAborted);
        if (first is not null && !first.Fingerprint.AsSpan().SequenceEqual(key.Fingerprint))
        {
            await IdempotencyProblems.Reused().ExecuteAsync(context);
        }
        else if (first?.Answer is { } answer)
        {
            await ReplayAsync(context, secrets, answer);
        }
        else if (first is not null && await IdempotencyTable.TryTakeOverAsync(database, key, claimId, _lease, CancellationToken.None))
        {
            LogTakenOver(context.Request.Path);
            await RunAsync(context, handle, secrets, key, claimId);
        }
        else
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await IdempotencyProblems.InUse().ExecuteAsync(context);
        }
    }

    private static async Task ReplayAsync(HttpContext context, AnswerSecrets? secrets, StoredAnswer kept)
    {
        if (secrets is null || !kept.IsSuccess)
        {
            await kept.ReplayAsync(context.Response, context.RequestAborted);
            return;
        }

        var (body, refusal) = await secrets.RestoreAsync(context, kept.Body);
        await (body is null
            ? refusal!.ExecuteAsync(context)
            : (kept with { Body = body }).ReplayAsync(context.Response, context.RequestAborted));
    }

    private async Task RunAsync(
        HttpContext context, RequestDelegate handle, AnswerSecrets? secrets, IdempotencyKey key, Guid claimId)
    {
        StoredAnswer? answer = null;
        try
        {
            answer = await CapturedResponse.OfAsync(context, handle);
        }
        finally
        {
            // No answer: the handler threw, and whatever it threw is on its way to become a 5xx.
            var kept = secrets is not null && answer is { IsSuccess: true } ? answer with { Body = secrets.Remove(answer.Body) } : answer;
            await KeepAsync(context.Request.Path, key, claimId, kept);
        }

        await answer.WriteBodyAsync(context.Response, context.RequestAborted);
    }

    /// <summary>A failure here must not take the answer from the client: the effect is there. The lease frees the key later.</summary>
    private async Task KeepAsync(PathString path, IdempotencyKey key, Guid claimId, StoredAnswer? answer)
    {
        try
        {
            var kept = answer is { IsFinal: true }
                ? await claims.TryCompleteAsync(new(key, claimId), answer)
                : await IdempotencyTable.TryReleaseAsync(database, key, claimId, CancellationToken.None);
            if (!kept)
            {
                LogClaimLost(path);
            }
        }
        catch (NpgsqlException exception)
        {
            LogNotKept(exception, path);
        }
    }

    [LoggerMessage(106, LogLevel.Warning, "A request to {Path} never got its answer; the same one, sent again, runs now.")]
    private partial void LogTakenOver(string path);

    [LoggerMessage(107, LogLevel.Warning, "A request to {Path} took longer than the lease of its idempotency key and was run again meanwhile.")]
    private partial void LogClaimLost(string path);

    [LoggerMessage(108, LogLevel.Error, "The outcome of a request to {Path} could not be kept; sent again after the lease, it runs again.")]
    private partial void LogNotKept(Exception exception, string path);
}
