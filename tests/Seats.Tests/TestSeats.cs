using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Seats.Features.Map;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>The service on Kestrel with a database of its own; the test is its sidecar.</summary>
public sealed class TestSeats : IAsyncLifetime
{
    public const string Token = "only-the-sidecar-knows";

    private TestPostgres? _database;
    private KestrelHost<SeatMaps>? _service;

    public NpgsqlDataSource Database => _database!.DataSource;

    public HttpClient Client { get; private set; } = new();

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>With settings that say where its sidecar is.</summary>
    internal async Task StartAsync(params (string Name, string Value)[] settings)
    {
        _database = await TestPostgres.CreateAsync();
        _service = new KestrelHost<SeatMaps>(
        [
            ("ConnectionStrings:Database", _database.ConnectionString),
            ("APP_API_TOKEN", Token),
            ("DAPR_API_TOKEN", "asked for by none here"),
            ("Logging:LogLevel:Default", "None"),
            .. settings,
        ]);
        Client = _service.NewClient();
        Client.DefaultRequestHeaders.Add("dapr-api-token", Token);
    }

    /// <summary>Delivers an outbox row as the sidecar does.</summary>
    internal Task<HttpResponseMessage> DeliverAsync<T>(string route, T message, JsonTypeInfo<T> json, string operation = "c") =>
        DeliverPayloadAsync(route, JsonSerializer.Serialize(message, json), operation);

    internal Task<HttpResponseMessage> DeliverPayloadAsync(string route, string payload, string operation = "c") =>
        DeliverBytesAsync(route, OutboxRow.ChangeOf(payload, TypeOn(route), operation));

    internal Task<HttpResponseMessage> DeliverBytesAsync(string route, string body) => SidecarDelivery.PostAsync(Client, route, body);

    /// <summary>The type of the messages on a topic or of a subscription.</summary>
    internal static string TypeOn(string place) =>
        place.Contains("booking", StringComparison.Ordinal) ? MessageTypes.BookingChanged : MessageTypes.EventUpdated;

    /// <summary>Delivers it, and waits until what it asks for is done.</summary>
    internal async Task AcceptAsync(EventMessage message)
    {
        await AcknowledgeAsync(message);
        await UntilGeneratedAsync(message.EventId);
    }

    /// <summary>Delivers it; its seats may come later.</summary>
    internal async Task AcknowledgeAsync(EventMessage message)
    {
        using var answer = await DeliverAsync("event-changes", message, ContractsJson.Default.EventMessage);
        Assert.Equal(["SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
    }

    /// <summary>Waits for the event's job, and for its messages that came meanwhile.</summary>
    internal Task UntilGeneratedAsync(Guid eventId) => Eventually.EqualsAsync(0L, () => CountAsync($"""
        SELECT (SELECT count(*) FROM tbl_generation_job WHERE event_id = '{eventId}')
          + (SELECT count(*) FROM tbl_parked_message WHERE topic = '{Topics.EventOutbox}' AND waits_for = 'seats:{eventId}')
        """));

    internal async Task AcceptAsync(BookingMessage message)
    {
        using var answer = await DeliverAsync("booking-changes", message, ContractsJson.Default.BookingMessage);
        Assert.Equal(["SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
    }

    internal async Task<JsonElement> GetAsync(string target, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(new Uri(target, UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>All seats of the event over HTTP, page by page.</summary>
    internal async Task<List<JsonElement>> AllAsync(string list, Guid eventId, int size = 200)
    {
        var all = new List<JsonElement>();
        var pages = 1L;
        for (var page = 0; page < pages; page++)
        {
            var answer = await GetAsync($"/api/v1/seat/{list}?eventId={eventId}&page={page}&size={size}");
            all.AddRange(answer.GetProperty("items").EnumerateArray());
            pages = answer.GetProperty("totalPages").GetInt64();
        }

        return all;
    }

    /// <summary>Everything the service has stored, as one value to compare, but for the version of events and what it tells in its own time.</summary>
    internal async Task<string> FingerprintAsync()
    {
        await using var command = Database.CreateCommand("""
            SELECT (SELECT md5(string_agg(s::text, '|' ORDER BY id)) FROM tbl_seat s) || (SELECT md5(string_agg((to_jsonb(e) - 'version')::text, '|' ORDER BY id)) FROM tbl_event e)
                || (SELECT md5(string_agg(o::text, '|' ORDER BY id)) FROM tbl_seat_outbox o WHERE type = 'seats.generated')
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What it has written to its outbox about an event, oldest first.</summary>
    internal async Task<List<string>> PayloadsAsync(Guid eventId, string type = MessageTypes.SeatsGenerated)
    {
        await using var command = Database.CreateCommand("SELECT payload FROM tbl_seat_outbox WHERE aggregate_id = $1 AND type = $2 ORDER BY occurred_at");
        command.Parameters.Add(new() { Value = eventId.ToString() });
        command.Parameters.Add(new() { Value = type });
        await using var reader = await command.ExecuteReaderAsync();
        var payloads = new List<string>();
        while (await reader.ReadAsync())
        {
            payloads.Add(reader.GetString(0));
        }

        return payloads;
    }

    internal async Task SqlAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
