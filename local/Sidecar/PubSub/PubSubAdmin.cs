using Npgsql;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>What Kafka's command-line tools would be for: lag, rewind, a look into a topic.</summary>
internal sealed class PubSubAdmin(NpgsqlDataSource database, MessageLog log, OffsetBook book)
{
    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/local/v1/pubsub/lag", context => LagAsync(context));
        routes.MapGet("/local/v1/pubsub/{pubsub}/topics/{topic}/messages", context => MessagesAsync(context));
        routes.MapPost("/local/v1/pubsub/{pubsub}/topics/{topic}/groups/{group}/rewind", context => RewindAsync(context));
    }

    private async Task LagAsync(HttpContext context)
    {
        await book.SaveAsync(context.RequestAborted);
        var groups = await database.Command(
            """
            select o.pubsub, o.topic, o.group_id, count(m.position) from pubsub_offset o
            left join pubsub_message m
              on m.pubsub = o.pubsub and m.topic = o.topic and m.partition = o.partition and m.position > o.position
            group by 1, 2, 3 order by 1, 2, 3
            """).ListAsync(row => new GroupLag(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), context.RequestAborted);
        var topics = await database.Command("select pubsub, topic, count(*) from pubsub_message group by 1, 2 order by 1, 2")
            .ListAsync(row => new TopicSize(row.GetString(0), row.GetString(1), row.GetInt64(2)), context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new Lag(groups, topics), context.RequestAborted);
    }

    private async Task MessagesAsync(HttpContext context)
    {
        var limit = int.TryParse(context.Request.Query["limit"], out var given) ? Math.Clamp(given, 1, 1000) : 100;
        var messages = await log.NewestAsync(context.Route("pubsub"), context.Route("topic"), limit, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(messages, context.RequestAborted);
    }

    private async Task RewindAsync(HttpContext context)
    {
        var (pubsub, topic) = (context.Route("pubsub"), context.Route("topic"));
        var offsets = await book.OpenAsync(pubsub, topic, context.Route("group"), context.RequestAborted);
        offsets.Rewind();
        book.Moved(offsets);
        await book.SaveAsync(context.RequestAborted);
        for (short partition = 0; partition < Partitions.Count; partition++)
        {
            log.Arrivals(pubsub, topic, partition).Beat();
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private sealed record Lag(IReadOnlyList<GroupLag> Groups, IReadOnlyList<TopicSize> Topics);

    private sealed record GroupLag(string PubSub, string Topic, string Group, long Pending);

    private sealed record TopicSize(string PubSub, string Topic, long Messages);
}
