using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Testing;

namespace TicketBooking.Platform.Tests.Messaging;

/// <summary>A service made of Platform with a database, which hears things one by one and in batches.</summary>
internal sealed class ThingService : IAsyncDisposable
{
    public const string Single = "event.public.tbl_single_outbox";
    public const string Batch = "event.public.tbl_batch_outbox";

    private readonly TestPostgres _postgres;
    private readonly TestService _service;

    private ThingService(TestPostgres postgres, TestService service) => (_postgres, _service) = (postgres, service);

    public NpgsqlDataSource Database => _postgres.DataSource;

    public HttpClient Client => _service.Client;

    public Things Things { get; private init; } = new();

    public ParkedMessages Parked => _service.Services.GetRequiredService<ParkedMessages>();

    public IServiceProvider Services => _service.Services;

    public static async Task<ThingService> StartAsync()
    {
        var postgres = await TestPostgres.CreateAsync();
        var things = new Things();
        var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddDatabase(typeof(ThingService).Assembly);
                builder.Services.AddSingleton(things);
                builder.AddSubscriptions("things")
                    .WithChangesOf<SingleHandler>("/single", Single, "thing.made")
                    .WithBatchesOf<BatchHandler>("/batch", Batch, "thing.made");
            },
            app => app.MapSubscriptions(),
            ("ConnectionStrings:Database", postgres.ConnectionString));
        return new ThingService(postgres, service) { Things = things };
    }

    /// <summary>A change event of an outbox row with a text.</summary>
    public static string Change(
        string text, string operation = "c", string type = "thing.made", string table = "tbl_single_outbox", Guid? id = null) => $$"""
        {"before":null,"after":{"id":"{{id ?? Guid.CreateVersion7()}}","aggregate_type":"thing","aggregate_id":"1","type":"{{type}}",
         "payload":"{\"text\":\"{{text}}\"}",
         "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","occurred_at":"2026-11-21T10:00:00Z"},
         "op":"{{operation}}","ts_ms":1,"source":{"table":"{{table}}"} }
        """;

    public async Task<string[]> DeliverAsync(string route, params string[] bodies)
    {
        using var answer = await SidecarDelivery.PostAsync(Client, route, bodies);
        return await SidecarDelivery.StatusesAsync(answer);
    }

    /// <summary>What is in the table: topic, tries, whether it is dead, error.</summary>
    public Task<List<string>> ParkedAsync() => Database.Command(
        "SELECT concat_ws(' ', topic, CASE WHEN due_at IS NULL THEN 'dead' ELSE 'parked' END, error) FROM tbl_parked_message ORDER BY id")
        .ListAsync(row => row.GetString(0), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}

/// <summary>What the handlers have done, and what they shall do.</summary>
internal sealed class Things
{
    public ConcurrentQueue<string> Handled { get; } = [];

    /// <summary>Texts whose handling fails.</summary>
    public ConcurrentDictionary<string, bool> Failing { get; } = [];

    /// <summary>Texts that come too early.</summary>
    public ConcurrentDictionary<string, bool> Early { get; } = [];

    /// <summary>Texts that come too early at their first try only.</summary>
    public ConcurrentDictionary<string, bool> EarlyOnce { get; } = [];

    /// <summary>Sizes of the batches that were committed.</summary>
    public ConcurrentQueue<int> Batches { get; } = [];
}

internal sealed class SingleHandler(Things things, NpgsqlDataSource database) : IMessageHandler
{
    public async Task HandleAsync(ChangeEvent change, CancellationToken cancellationToken)
    {
        var message = change.Read(TestJson.Default.TestMessage);
        if (message.Text == "away")
        {
            await database.Command("SELECT pg_terminate_backend(pg_backend_pid())").RunAsync(cancellationToken);
        }

        if (message.Text == "slow")
        {
            things.Handled.Enqueue("slow is tried");
            await using var slow = database.Command("SELECT pg_sleep(60)");
            slow.CommandTimeout = 1;
            await slow.ExecuteNonQueryAsync(cancellationToken);
        }

        if (things.Failing.ContainsKey(message.Text))
        {
            throw new InvalidDataException($"{message.Text} fails\0");
        }

        if (things.Early.ContainsKey(message.Text) || things.EarlyOnce.TryRemove(message.Text, out _))
        {
            change.Postpone($"{message.Text} is early", waitsFor: message.Text);
            return;
        }

        things.Handled.Enqueue($"{message.Text} {Activity.Current?.TraceId}");
    }
}

/// <summary>Inserts the numbers of all messages in one transaction; one that is there already fails them all.</summary>
internal sealed class BatchHandler(Things things, NpgsqlDataSource database) : IBatchHandler
{
    public async Task HandleAsync(IReadOnlyList<ChangeEvent> changes, CancellationToken cancellationToken)
    {
        await database.InTransactionAsync(
            async connection =>
            {
                foreach (var change in changes)
                {
                    var number = int.Parse(change.Read(TestJson.Default.TestMessage).Text, CultureInfo.InvariantCulture);
                    await connection.Command("INSERT INTO tbl_thing VALUES ($1)", number).RunAsync(cancellationToken);
                }

                return true;
            },
            cancellationToken);
        things.Batches.Enqueue(changes.Count);
    }
}
