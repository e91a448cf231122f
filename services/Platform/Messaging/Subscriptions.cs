using System.Text.Json;
using Dapr;
using Dapr.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>
/// Receives change events from the sidecar: in bulk, and with <c>rawPayload</c>, because without it the bytes are not those of the publisher.
/// </summary>
public static class Subscriptions
{
    /// <summary>Name of the Dapr pub/sub component that carries change events.</summary>
    public const string PubSub = "pubsub";

    // A broker without batches of its own gathers messages for this long; a map should not be late by more.
    private const int MaxAwaitDurationMs = 10;

    private const int MaxMessages = 100;

    /// <summary>
    /// Adds an empty table of subscriptions. The service's database needs <c>tbl_parked_message</c>.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="appId">Its Dapr app id, which is part of its dead-letter topic.</param>
    public static SubscriptionTable AddSubscriptions(this WebApplicationBuilder builder, string appId)
    {
        var table = new SubscriptionTable(builder.Services, appId);
        builder.Services.AddSingleton(table);
        builder.Services.AddSingleton<MessageProcessor>();
        builder.Services.AddSingleton<ParkedMessages>();
        builder.Services.AddSingleton<Deliveries>();
        builder.Services.AddSingleton<DeadLetters>();
        builder.Services.AddHostedService<ParkedMessageRetry>();
        return table;
    }

    /// <summary>
    /// Maps <c>/subscriptions/…</c> for each line of the table, the app's dead letter, and <c>GET /dapr/subscribe</c>, which tells the sidecar. Only
    /// the sidecar may call them (see <see cref="SidecarOnly"/>).
    /// </summary>
    /// <param name="app">The application.</param>
    public static void MapSubscriptions(this WebApplication app)
    {
        var table = app.Services.GetRequiredService<SubscriptionTable>();
        var group = app.MapGroup("/subscriptions").AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
        foreach (var subscription in table.Subscriptions)
        {
            group.MapPost(subscription.Route, (HttpContext context, Deliveries deliveries, CancellationToken cancellationToken) =>
                AnswerAsync(context, delivery => deliveries.TakeAsync(subscription, delivery, cancellationToken), cancellationToken))
                .Hears(subscription.Topic, table.DeadLetterTopic);
        }

        group.MapPost("/dead-letters", (HttpContext context, DeadLetters letters, CancellationToken cancellationToken) =>
            AnswerAsync(context, delivery => letters.KeepAsync(delivery, cancellationToken), cancellationToken))
            .Hears(table.DeadLetterTopic, deadLetterTopic: null);
        app.MapSubscribeHandler().AllowAnonymous();
    }

    private static void Hears(this RouteHandlerBuilder route, string topic, string? deadLetterTopic) => route
        .WithTopic(new TopicOptions { PubsubName = PubSub, Name = topic, DeadLetterTopic = deadLetterTopic, EnableRawPayload = true })
        .WithBulkSubscribe(new BulkSubscribeTopicOptions
        {
            TopicName = topic, MaxMessagesCount = MaxMessages, MaxAwaitDurationMs = MaxAwaitDurationMs,
        })
        // A hundred messages of the largest size are more than the server's limit, and a refusal would block their partition.
        .WithMetadata(new DisableRequestSizeLimitAttribute());

    /// <summary>What is no delivery at all is refused with 400, which no sidecar ever sees.</summary>
    private static async Task<Results<JsonHttpResult<BulkAnswer>, BadRequest>> AnswerAsync(
        HttpContext context, Func<BulkDelivery, Task<BulkAnswer>> take, CancellationToken cancellationToken)
    {
        try
        {
            var delivery = await JsonSerializer.DeserializeAsync(context.Request.Body, BulkJson.Default.BulkDelivery, cancellationToken);
            return delivery?.Entries is null
                ? TypedResults.BadRequest()
                : TypedResults.Json(await take(delivery), BulkJson.Default.BulkAnswer);
        }
        catch (JsonException)
        {
            return TypedResults.BadRequest();
        }
    }
}
