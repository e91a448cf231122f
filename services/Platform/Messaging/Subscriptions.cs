using System.Diagnostics;
using Dapr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TicketBooking.Platform;

/// <summary>
/// Routes change events to handlers. A handler takes a <see cref="ChangeEvent"/> (never UseCloudEvents, which would empty its body) and returns
/// when its effects are committed: that is the acknowledgement. An exception is a 500, which the sidecar retries. A malformed message is
/// answered DROP, which moves it to the dead-letter topic at once.
/// </summary>
public static partial class Subscriptions
{
    /// <summary>Name of the Dapr pub/sub component that carries change events.</summary>
    public const string PubSub = "pubsub";

    /// <summary>Where a message goes that an app could not handle within the retries of components/resiliency.yaml.</summary>
    public const string DeadLetter = "event.deadletter";

    private static readonly ActivitySource Source = new("TicketBooking.Messaging");

    /// <summary>A group for the service's subscription table, open to its sidecar only (see <see cref="SidecarOnly"/>).</summary>
    /// <param name="routes">The application.</param>
    public static RouteGroupBuilder MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/subscriptions").AllowAnonymous().ExcludeFromDescription();
        group.AddEndpointFilter(AnswerAsync);
        return group;
    }

    /// <summary>Subscribes to a change data capture topic. Raw payload stays off: an HTTP app then gets Debezium's bytes as they are.</summary>
    /// <param name="route">The subscriber.</param>
    /// <param name="topic">The topic.</param>
    public static RouteHandlerBuilder WithChangesOf(this RouteHandlerBuilder route, string topic) =>
        route.WithTopic(new TopicOptions { PubsubName = PubSub, Name = topic, DeadLetterTopic = DeadLetter });

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var change = invocation.Arguments.OfType<ChangeEvent>().Single();
        if (change.Error is { } error)
        {
            return Drop(invocation.HttpContext, error);
        }

        if (!change.IsMessage)
        {
            return TypedResults.Ok();
        }

        using var activity = ContinueTrace(invocation.HttpContext.Request.Path, change.TraceParent);
        try
        {
            var answer = await next(invocation);
            Measure(invocation.HttpContext, change);
            return answer;
        }
        catch (MalformedMessageException exception)
        {
            return Drop(invocation.HttpContext, exception);
        }
    }

    /// <summary>
    /// Continues the trace of the request that caused the message. Without an exporter the source makes no activity. One is made here then,
    /// so that outbox rows and calls continue the trace.
    /// </summary>
    private static Activity ContinueTrace(string path, string? traceParent)
    {
        var isKnown = ActivityContext.TryParse(traceParent, null, out var parent);
        if (Source.StartActivity(path, ActivityKind.Consumer, parent) is { } exported)
        {
            return exported;
        }

        var activity = new Activity(path);
        return (isKnown ? activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags) : activity).Start();
    }

    private static void Measure(HttpContext context, ChangeEvent change)
    {
        if (change.OccurredAt is { } occurredAt)
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            MessagingMetrics.Handled(context.Request.Path, now - occurredAt);
        }
    }

    private static Ok<Dropped> Drop(HttpContext context, MalformedMessageException exception)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Subscriptions));
        LogDropped(logger, exception, context.Request.Path);
        MessagingMetrics.Dropped(context.Request.Path);
        return TypedResults.Ok(new Dropped());
    }

    [LoggerMessage(105, LogLevel.Error, "A message for {Path} cannot be read and goes to the dead-letter topic.")]
    private static partial void LogDropped(ILogger logger, Exception exception, string path);

    /// <summary>The answer that Dapr reads from a subscriber.</summary>
    private sealed record Dropped(string Status = "DROP");
}
