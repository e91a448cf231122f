using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>Lets a client send a POST again without doubling its effect (docs/idempotency.md).</summary>
public static class IdempotencySetup
{
    /// <summary>
    /// Adds what <see cref="WithIdempotencyKey"/> needs, on the service's own table <c>tbl_idempotency_key</c>, and the job that prunes it
    /// hourly. Settings: section <c>Idempotency</c>, see <see cref="IdempotencyOptions"/>.
    /// </summary>
    /// <param name="builder">The service; it has a database whose migrations make the table.</param>
    public static WebApplicationBuilder AddIdempotencyKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<IdempotencyOptions>()
            .BindConfiguration(IdempotencyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IdempotencyClaims>();
        builder.Services.AddSingleton<IdempotentRequests>();
        builder.Services.AddHourlyPruning(IdempotencyTable.Name, (services, cancellationToken) =>
            IdempotencyTable.PruneAsync(
                services.GetRequiredService<NpgsqlDataSource>(),
                TimeSpan.FromHours(services.GetRequiredService<IOptions<IdempotencyOptions>>().Value.RetentionHours),
                cancellationToken));
        return builder;
    }

    /// <summary>
    /// Accepts <c>Idempotency-Key</c> on a route that needs a token; without the header nothing changes. A key belongs to its
    /// user. The first request with it runs, and its answer is kept: the same request again gets that answer, with
    /// <c>Idempotency-Replayed: true</c>. While it runs: 409 <c>idempotency-key-in-use</c>. Another request: 422
    /// <c>idempotency-key-reused</c>. Not 1 to 255 printable ASCII characters: 400 <c>invalid-idempotency-key</c>.
    /// </summary>
    /// <remarks>
    /// Keeps answers below 500, except 401, 402, 403, 408 and 429; after any other the key is free and the request may run again. It may
    /// also do so when its process died before the answer was kept, once the lease has passed. So the handler must bear a second run after one
    /// that stopped anywhere; its own rules (a seat has one owner) still hold then. A request with a key runs to its end even when the client
    /// has gone: the handler's <see cref="CancellationToken"/> is not cancelled by that.
    /// </remarks>
    /// <param name="route">The route of a POST.</param>
    /// <param name="secrets">What of its answers is not kept; null keeps them whole.</param>
    public static RouteHandlerBuilder WithIdempotencyKey(this RouteHandlerBuilder route, AnswerSecrets? secrets = null)
    {
        route.Add(endpoint =>
        {
            var handle = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
                context.RequestServices.GetRequiredService<IdempotentRequests>().AnswerAsync(context, handle, secrets);
        });
        return route
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }
}
