using System.Net.Http.Headers;
using System.Security.Cryptography;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>
/// Every message that was ever published comes again twice, in any order. No table of a service is another afterwards. The system is its own:
/// nothing else changes a row meanwhile.
/// </summary>
[Collection(nameof(LaunchedCollection))]
public sealed class ReplayShuffled
{
    private static readonly string[] Databases = ["event_core", "seats", "booking", "search"];

    [Fact]
    public async Task All_messages_again_twice_and_shuffled_change_no_row()
    {
        await using var system = new LocalSystem();
        await system.StartAsync();
        var organiser = await Organiser.RegisterAsync(system);
        var sold = await organiser.CreateEventAsync(rows: 2);
        var calledOff = await organiser.CreateEventAsync(rows: 1);
        await organiser.UntilGeneratedAsync(sold);
        await organiser.UntilGeneratedAsync(calledOff);
        var buyer = await PayingBuyer.RegisterAsync(system);
        var paid = await buyer.HoldSeatsAsync(sold, "A1", "A2");
        await buyer.PayAsync(await buyer.CheckOutAsync(paid));
        await buyer.UntilBookingIsAsync(paid, "CONFIRMED");
        (await buyer.ReleaseAsync(await buyer.HoldSeatsAsync(sold, "B1"))).Success();
        var refunded = await buyer.HoldSeatsAsync(calledOff, "A1");
        await buyer.PayAsync(await buyer.CheckOutAsync(refunded));
        await buyer.UntilBookingIsAsync(refunded, "CONFIRMED");
        (await organiser.PostAsync($"/event/{calledOff}/cancel", new { })).Success();
        await buyer.UntilBookingIsAsync(refunded, "REFUNDED");
        await buyer.UntilSeatIsAsync(calledOff, "A1", "AVAILABLE");
        var before = await UntilNothingChangesAsync(system);

        await PublishAgainAsync(system);

        await Eventually.IsTrueAsync(async () => await PendingAsync(system) == 0);
        Assert.Equal(before, await UntilNothingChangesAsync(system));
    }

    private static async Task PublishAgainAsync(LocalSystem system)
    {
        await using var sidecar = system.Database("sidecar");
        var messages = await sidecar.Command("SELECT topic, key, data FROM pubsub_message WHERE topic LIKE 'event.public.%' AND key IS NOT NULL")
            .ListAsync(row => (Topic: row.GetString(0), Key: row.GetString(1), Data: row.GetFieldValue<byte[]>(2)), CancellationToken.None);
        var twice = messages.Concat(messages).ToArray();
        RandomNumberGenerator.Shuffle<(string Topic, string Key, byte[] Data)>(twice);
        using var client = system.Client(3509);
        await Parallel.ForEachAsync(twice, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (message, cancelled) =>
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/v1.0/publish/pubsub/{message.Topic}?metadata.rawPayload=true&metadata.partitionKey={Uri.EscapeDataString(message.Key)}")
            {
                Content = new ByteArrayContent(message.Data) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            request.Headers.Add("dapr-api-token", system.DaprApiToken);
            using var answer = await client.SendAsync(request, cancelled);
            answer.EnsureSuccessStatusCode();
        });
    }

    private static async Task<long> PendingAsync(LocalSystem system)
    {
        await using var sidecar = system.Database("sidecar");
        return await sidecar.Command("""
            SELECT count(*) FROM pubsub_message message JOIN pubsub_offset USING (pubsub, topic, partition)
            WHERE message.topic LIKE 'event.public.%' AND message.position > pubsub_offset.position
            """).ScalarAsync<long>(CancellationToken.None);
    }

    /// <summary>A hash of every table of every service, once two looks, apart by a second, are the same: the system has come to rest.</summary>
    private static async Task<string> UntilNothingChangesAsync(LocalSystem system)
    {
        var last = "";
        await Eventually.IsTrueAsync(async () =>
        {
            var now = await TablesAsync(system);
            var isSame = now == last;
            last = now;
            if (!isSame)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
            }

            return isSame;
        });
        return last;
    }

    private static async Task<string> TablesAsync(LocalSystem system)
    {
        var hashes = new List<string>();
        foreach (var name in Databases)
        {
            await using var database = system.Database(name);
            var tables = await database.Command("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
                .ListAsync(row => row.GetString(0), CancellationToken.None);
            foreach (var table in tables)
            {
                hashes.Add($"{name}.{table} {await HashAsync(database, table)}");
            }
        }

        return string.Join('\n', hashes);
    }

    private static Task<string?> HashAsync(NpgsqlDataSource database, string table) =>
        database.Command($"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t").ScalarAsync<string>(CancellationToken.None);
}
