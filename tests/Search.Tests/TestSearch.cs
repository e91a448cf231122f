using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Rebuild;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests;

/// <summary>The service on Kestrel with a database of its own; the test is its sidecar, and the services behind it.</summary>
public sealed class TestSearch : IAsyncLifetime
{
    public const string Token = "only-the-sidecar-knows";

    private TestPostgres? _database;
    private KestrelHost<FacetValue>? _service;

    public NpgsqlDataSource Database => _database!.DataSource;

    public HttpClient Client { get; private set; } = new();

    internal IServiceProvider Services => _service!.Services;

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>With settings that say where its sidecar is, and by default without the filling of an empty index, which would ask there.</summary>
    internal async Task StartAsync(
        Action<IServiceCollection>? replace = null, bool fillsItself = false, params (string Name, string Value)[] settings)
    {
        _database = await TestPostgres.CreateAsync();
        _service = new KestrelHost<FacetValue>(
        [
            ("ConnectionStrings:Database", _database.ConnectionString),
            ("APP_API_TOKEN", Token),
            ("DAPR_API_TOKEN", "asked for by none here"),
            ("Logging:LogLevel:Default", "None"),
            .. settings,
        ],
        services =>
        {
            if (!fillsItself)
            {
                services.Remove(services.Single(service => service.ImplementationType == typeof(FirstRebuild)));
            }

            replace?.Invoke(services);
        });
        Client = _service.NewClient();
        Client.DefaultRequestHeaders.Add("dapr-api-token", Token);
    }

    internal async Task AcceptAsync(params IEnumerable<EventMessage> messages) =>
        await AcceptAsync("event-changes", [.. messages], ContractsJson.Default.EventMessage, MessageTypes.EventUpdated);

    internal async Task AcceptAsync(params IEnumerable<SeatsAvailabilityMessage> messages) =>
        await AcceptAsync("availability-changes", [.. messages], ContractsJson.Default.SeatsAvailabilityMessage, MessageTypes.SeatsAvailability);

    internal async Task AcceptAsync(params IEnumerable<SeatsGeneratedMessage> messages) =>
        await AcceptAsync("availability-changes", [.. messages], ContractsJson.Default.SeatsGeneratedMessage, MessageTypes.SeatsGenerated);

    internal async Task<JsonElement> GetAsync(string target, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(new Uri(target, UriKind.Relative));
        Assert.True(status == answer.StatusCode, $"{target}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    internal Task<JsonElement> SearchAsync(string query) => GetAsync($"/api/v1/search/events?{query}");

    /// <summary>The titles of a search, in order.</summary>
    internal async Task<string[]> TitlesAsync(string query) =>
        [.. (await SearchAsync(query)).GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("title").GetString()!)];

    /// <summary>The titles of suggestions, in order.</summary>
    internal async Task<string[]> SuggestAsync(string text) =>
        [.. (await GetAsync($"/api/v1/search/suggest?q={Uri.EscapeDataString(text)}")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("title").GetString()!)];

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

    private async Task AcceptAsync<T>(string route, T[] messages, JsonTypeInfo<T> json, string type)
    {
        foreach (var batch in messages.Chunk(100))
        {
            using var answer = await SidecarDelivery.PostAsync(
                Client, route, [.. batch.Select(message => OutboxRow.ChangeOf(JsonSerializer.Serialize(message, json), type))]);
            Assert.All(await SidecarDelivery.StatusesAsync(answer), status => Assert.Equal("SUCCESS", status));
        }
    }
}
