using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.Contracts;

namespace TicketBooking.Search.Tests;

/// <summary>The sidecar of the service, and behind it event-core and seats with what a test gives them.</summary>
internal sealed class Others : IAsyncDisposable
{
    private readonly WebApplication _web;

    private Others(WebApplication web) => _web = web;

    /// <summary>What event-core has now.</summary>
    public Dictionary<Guid, EventMessage> Events { get; } = [];

    /// <summary>What seats has now.</summary>
    public Dictionary<Guid, EventAvailability> Counts { get; } = [];

    /// <summary>While set, both answer 503.</summary>
    public bool AreAway { get; set; }

    /// <summary>Runs after each page of events was read and before it is answered.</summary>
    public Func<Task> BetweenPages { get; set; } = () => Task.CompletedTask;

    /// <summary>Pages that were asked for: the path and the size of each answer.</summary>
    public List<(string Path, int Count)> Pages { get; } = [];

    public string Port => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Split(':')[^1];

    public static async Task<Others> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var others = new Others(builder.Build());
        others.Map();
        await others._web.StartAsync();
        return others;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private void Map()
    {
        _web.MapGet("/v1.0/invoke/event-core/method/internal/events", (Guid after, int size) =>
            AnswerAsync("events", Events.Values, message => message.EventId, after, size, BetweenPages));
        _web.MapGet("/v1.0/invoke/seats/method/internal/availability", (Guid after, int size) =>
            AnswerAsync("availability", Counts.Values, count => count.EventId, after, size, () => Task.CompletedTask));
    }

    private async Task<IResult> AnswerAsync<T>(string path, IEnumerable<T> all, Func<T, Guid> key, Guid after, int size, Func<Task> between)
    {
        if (AreAway)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        // By bytes, as PostgreSQL orders them.
        T[] page = [.. all.Where(item => Compare(key(item), after) > 0).OrderBy(key, Comparer<Guid>.Create(Compare)).Take(size)];
        Pages.Add((path, page.Length));
        await between();
        return Results.Text(JsonSerializer.Serialize(page, JsonSerializerOptions.Web), "application/json");
    }

    private static int Compare(Guid left, Guid right) => string.CompareOrdinal($"{left}", $"{right}");
}
