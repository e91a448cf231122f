using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Opening;

/// <summary>Measures how long a new event takes until its seats are generated, one of them is sold, and all are on the map.</summary>
internal static class OpenCommand
{
    private const int HoldSeconds = 60;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    public static Command New()
    {
        var data = new Option<string>("--data") { Description = "Data directory of the launcher", DefaultValueFactory = _ => ".local" };
        var seats = new Option<int>("--seats") { Description = "Seats of the event", DefaultValueFactory = _ => 200_000 };
        var command = new Command("open", "How long a new event takes until its seats can be held and are on the map") { data, seats };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(data), parsed.GetValue(seats), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, int seats, CancellationToken cancellationToken)
    {
        var system = await LaunchedSystem.FindAsync(data);
        await system.OverridesAsync();
        var organiser = new Shopper((await system.MintAsync(1))[0], 253 << 16);
        using var gateway = Connections.ToGateway(system);
        Console.WriteLine($"{MachineFacts.Read()}{Environment.NewLine}{seats} seats, from before the venue is made:");
        var clock = Stopwatch.StartNew();
        var hall = await Hall.OpenAsync(gateway, organiser, seats, HoldSeconds, cancellationToken);
        Say("generated", clock);
        while (!await IsHeldAsync(gateway, organiser, hall, cancellationToken))
        {
            await Task.Delay(Often, cancellationToken);
        }

        Say("the last seat held", clock);
        while (await MappedAsync(gateway, organiser, hall, cancellationToken) != hall.Seats)
        {
            await Task.Delay(Often, cancellationToken);
        }

        Say("all on the map", clock);
        return 0;
    }

    private static void Say(string what, Stopwatch clock) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.00} s  {what}");

    /// <summary>Sales may know an event later than its organiser does.</summary>
    private static async Task<bool> IsHeldAsync(HttpClient gateway, Shopper buyer, Hall hall, CancellationToken cancellationToken)
    {
        using var request = buyer.Post("/api/v1/booking/holds", hall.Wish(hall.Seats - 1));
        using var answer = await gateway.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable
            ? answer.IsSuccessStatusCode
            : throw new HttpRequestException($"A hold of the last seat: {(int)answer.StatusCode}", null, answer.StatusCode);
    }

    /// <returns>How many seats the map has; null while there is none.</returns>
    private static async Task<int?> MappedAsync(HttpClient gateway, Shopper buyer, Hall hall, CancellationToken cancellationToken)
    {
        using var request = buyer.Get($"/api/v1/seat/map/{hall.EventId}");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await gateway.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        await using var text = new GZipStream(await answer.Content.ReadAsStreamAsync(cancellationToken), CompressionMode.Decompress);
        using var map = await JsonDocument.ParseAsync(text, cancellationToken: cancellationToken);
        return map.RootElement.GetProperty("sections").EnumerateArray()
            .SelectMany(section => section.GetProperty("rows").EnumerateArray())
            .Sum(row => row.GetProperty("seats").GetArrayLength());
    }
}
