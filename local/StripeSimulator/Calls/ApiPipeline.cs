using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Behaviour;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Calls;

internal delegate Task<Answer> Handler(Call call, CancellationToken cancellationToken);

/// <summary>
/// Serves every call to /v1: key → misbehaviour asked for → idempotency → the call itself. Change, events and the kept answer
/// are one transaction, so a crash leaves all or nothing.
/// </summary>
internal sealed class ApiPipeline(
    NpgsqlDataSource source, ApiKeys keys, Misbehaviour misbehaviour, Transactions transactions, TimeProvider clock)
{
    public async Task ServeAsync(HttpContext http, string operation, Handler handler)
    {
        try
        {
            var request = await ApiRequest.ReadAsync(http, keys);
            var fault = misbehaviour.NextFor(operation);
            if (await fault.BeforeAsync(http, clock) is { } early)
            {
                await WriteAsync(http, early);
                return;
            }

            var answer = await TransactAsync(http, request, fault, handler);
            if (!HttpMethods.IsGet(http.Request.Method))
            {
                transactions.Announce();
            }

            if (fault.DropsAnswer)
            {
                http.Abort();
                return;
            }

            await WriteAsync(http, answer);
        }
        catch (ApiException refusal)
        {
            await WriteAsync(http, Answer.Of(refusal.Status, refusal.Error));
        }
    }

    private async Task<Answer> TransactAsync(HttpContext http, ApiRequest request, Fault fault, Handler handler)
    {
        var cancellationToken = http.RequestAborted;
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        if (HttpMethods.IsGet(http.Request.Method))
        {
            // One statement that changes nothing.
            return fault.Refusal ?? fault.After(await handler(new Call(request, transactions.In(db, request)), cancellationToken));
        }

        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (request.IdempotencyKey is { } key && await IdempotencyKeys.ClaimAsync(db, key, request.Fingerprint(), cancellationToken) is { } first)
        {
            http.Response.Headers["Idempotent-Replayed"] = "true";
            http.Response.Headers["Original-Request"] = first.RequestId;
            return first.Answer;
        }

        var effects = transactions.In(db, request);
        var answer = fault.Refusal ?? fault.After(await handler(new Call(request, effects), cancellationToken));
        if (request.IdempotencyKey is { } used)
        {
            await IdempotencyKeys.KeepAsync(db, used, request, answer, effects.Time, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return answer;
    }

    private static async Task WriteAsync(HttpContext http, Answer answer)
    {
        if (http.Request.Headers[ApiRequest.IdempotencyHeader] is { Count: > 0 } key)
        {
            http.Response.Headers[ApiRequest.IdempotencyHeader] = key;
        }

        if (answer.Status is StatusCodes.Status409Conflict or StatusCodes.Status500InternalServerError)
        {
            // A conflict is over soon; a kept 500 would only be replayed.
            http.Response.Headers.TryAdd("Stripe-Should-Retry", answer.Status == StatusCodes.Status409Conflict ? "true" : "false");
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.Body, http.RequestAborted);
    }
}
