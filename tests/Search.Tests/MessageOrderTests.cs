using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Contracts;
using TicketBooking.Search.Rebuild;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests;

/// <summary>However messages come, twice, late or in any order, and by several instances at once: the index is that of a rebuild from scratch.</summary>
public sealed class MessageOrderTests(MessageOrderTests.Services services) : IClassFixture<MessageOrderTests.Services>
{
    private static readonly string[] Titles = ["Concert", "Oper für alle", "東京の夜", "Вечер", "Beyoncé"];

    [Fact]
    public void The_index_is_that_of_a_rebuild() => Prop.ForAll(Histories().ToArbitrary(), history =>
    {
        RunAsync(history).GetAwaiter().GetResult();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private async Task RunAsync(History history)
    {
        await services.ForgetAsync();
        // In two parts at once, as two instances take them.
        var half = history.Deliveries.Length / 2;
        await Task.WhenAll(DeliverAsync(history.Deliveries[..half]), DeliverAsync(history.Deliveries[half..]));

        // Each is there at least once, as on a topic.
        await DeliverAsync(history.Deliveries.Distinct());
        var byMessages = await services.FingerprintAsync();

        await services.ForgetAsync();
        services.Others.Events.Clear();
        services.Others.Counts.Clear();
        foreach (var last in history.Events.GroupBy(message => message.EventId).Select(versions => versions.MaxBy(message => message.Version)!))
        {
            if (last.Status != EventStatuses.Deleted)
            {
                services.Others.Events[last.EventId] = last;
            }
        }

        foreach (var last in history.Counts.GroupBy(count => count.EventId).Select(counts => counts.MaxBy(count => count.Seq)!))
        {
            services.Others.Counts[last.EventId] = new EventAvailability(last.EventId, last.Available, last.SeatCount, last.Seq);
        }

        await services.Search.Services.GetRequiredService<TruthRebuild>().RunAsync(CancellationToken.None);
        Assert.Equal(await services.FingerprintAsync(), byMessages);
    }

    private async Task DeliverAsync(IEnumerable<object> deliveries)
    {
        foreach (var batch in deliveries.Chunk(7))
        {
            await services.Search.AcceptAsync(batch.OfType<EventMessage>());
            await services.Search.AcceptAsync(batch.OfType<SeatsAvailabilityMessage>());
        }
    }

    private static Gen<History> Histories() =>
        from events in Versions().ListOf(3)
        from counts in Gen.Choose(0, 20).ListOf(4)
        let messages = events.SelectMany(versions => versions).ToArray()
        let availability = events.SelectMany(versions => counts.Select((count, seq) => Available(versions[0].EventId, count, seq + 1))).ToArray()
        let all = messages.Concat<object>(availability).ToArray()
        from again in Gen.Elements(all).ListOf(all.Length / 2)
        from order in Gen.Shuffle(all.Concat(again).ToArray())
        select new History(messages, availability, [.. order]);

    /// <summary>The versions of one event: changed a few times, perhaps called off, perhaps deleted.</summary>
    private static Gen<EventMessage[]> Versions() =>
        from titles in Gen.Elements(Titles).ListOf(3)
        from languages in Gen.Elements("en", "de", "ja", "xx").ListOf(3)
        from end in Gen.Elements(EventStatuses.Scheduled, EventStatuses.Cancelled, EventStatuses.Deleted)
        let first = Event(titles[0], language: languages[0], description: "First")
        select new[]
        {
            first,
            first with { Version = 2, Title = titles[1], Language = languages[1], Description = null },
            first with { Version = 3, Title = titles[2], Language = languages[2], Status = end },
        };

    private sealed record History(EventMessage[] Events, SeatsAvailabilityMessage[] Counts, object[] Deliveries);

    public sealed class Services : IAsyncLifetime
    {
        internal TestSearch Search { get; } = new();

        internal Others Others { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Others = await Others.StartAsync();
            await Search.StartAsync(settings: ("DAPR_HTTP_PORT", Others.Port));
            await Search.Services.GetRequiredService<TruthRebuild>().RunAsync(CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await Search.DisposeAsync();
            await Others.DisposeAsync();
        }

        internal async Task ForgetAsync()
        {
            await using var command = Search.Database.CreateCommand("TRUNCATE tbl_event, tbl_availability, tbl_dirty_event");
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>All that can be found and shown. Marks of deleted events are not, and a rebuild does not make them.</summary>
        internal async Task<string> FingerprintAsync()
        {
            await using var command = Search.Database.CreateCommand("""
                SELECT coalesce((SELECT string_agg((to_jsonb(e) - 'document_version')::text, E'\n' ORDER BY id) FROM tbl_event e WHERE status <> 'DELETED'), '')
                  || coalesce((SELECT string_agg(a::text, E'\n' ORDER BY event_id) FROM tbl_availability a), '')
                """);
            return (string)(await command.ExecuteScalarAsync())!;
        }
    }
}
