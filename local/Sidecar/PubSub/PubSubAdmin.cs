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
                SELECT o.pubsub, o.topic, o.group_id, count(m.position) FROM pubsub_offset o
                LEFT JOIN pubsub_message m
                  ON m.pubsub = o.pubsub AND m.topic = o.topic AND m.partition = o.partition AND m.position > o.position
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """).ListAsync(
                    row => new { pubSub = row.GetString(0), topic = row.GetString(1), group = row.GetString(2), pending = row.GetInt64(3) },
                    context.RequestAborted),
            topics = await database.Command("SELECT pubsub, topic, count(*) FROM pubsub_message GROUP BY 1, 2 ORDER BY 1, 2")
                .ListAsync(row => new { pubSub = row.GetString(0), topic = row.GetString(1), messages = row.GetInt64(2) }, context.RequestAborted),
        });
        web.MapPost("/local/v1/pubsub/{pubsub}/topics/{topic}/groups/{group}/rewind", async (HttpContext context) =>
        {
            await log.RewindAsync(context.Route("pubsub"), context.Route("topic"), context.Route("group"), context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }
}
