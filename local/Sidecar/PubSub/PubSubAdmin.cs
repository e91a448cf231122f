namespace TicketBooking.Sidecar.PubSub;

/// <summary>Shows lag and rewinds groups, as Kafka's command-line tools would.</summary>
internal static class PubSubAdmin
{
    public static void MapPubSubAdmin(this WebApplication web)
    {
        var (database, log) = (web.Services.GetRequiredService<NpgsqlDataSource>(), web.Services.GetRequiredService<MessageLog>());
        web.MapGet("/local/v1/pubsub/lag", async (HttpContext context) => new
        {
            groups = await database.Command(
                """
                select o.pubsub, o.topic, o.group_id, count(m.position) from pubsub_offset o
                left join pubsub_message m
                  on m.pubsub = o.pubsub and m.topic = o.topic and m.partition = o.partition and m.position > o.position
                group by 1, 2, 3 order by 1, 2, 3
                """).ListAsync(
                    row => new { pubSub = row.GetString(0), topic = row.GetString(1), group = row.GetString(2), pending = row.GetInt64(3) },
                    context.RequestAborted),
            topics = await database.Command("select pubsub, topic, count(*) from pubsub_message group by 1, 2 order by 1, 2")
                .ListAsync(row => new { pubSub = row.GetString(0), topic = row.GetString(1), messages = row.GetInt64(2) }, context.RequestAborted),
        });
        web.MapPost("/local/v1/pubsub/{pubsub}/topics/{topic}/groups/{group}/rewind", async (HttpContext context) =>
        {
            await log.RewindAsync(context.Route("pubsub"), context.Route("topic"), context.Route("group"), context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }
}
