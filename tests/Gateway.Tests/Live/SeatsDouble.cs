using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketBooking.Contracts;
using Xunit;

namespace TicketBooking.Gateway.Tests.Live;

/// <summary>The seats service as the gateway sees it: a history that can be read, and a feed that tells what a test lets it tell.</summary>
internal sealed class SeatsDouble(ScriptedSidecar sidecar)
{
    private readonly List<SeatFeedBatch> _batches = [];
    private readonly Dictionary<string, string> _map = [];

    public Guid EventId { get; } = Guid.CreateVersion7();

    /// <summary>How many batches a reader can get; older ones need the whole state.</summary>
    public int History { get; set; } = 1000;

    public bool IsDown { get; set; }

    public bool IsGone { get; set; }

    /// <summary>Called before each answer.</summary>
    public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

    public int Reads { get; private set; }

    public void Start() => sidecar.Service = AnswerAsync;

    /// <summary>Seats change, and no gateway is told.</summary>
    public SeatFeedBatch Change(params (string SeatNumber, string Status)[] changes)
    {
        lock (_batches)
        {
            foreach (var (seatNumber, status) in changes)
            {
                _map[seatNumber] = status;
            }

            _batches.Add(new SeatFeedBatch(_batches.Count + 1, [.. changes.Select(change => new SeatFeedChange(change.SeatNumber, change.Status))]));
            return _batches[^1];
        }
    }

    /// <summary>The sidecar delivers a batch to a gateway.</summary>
    public async Task TellAsync(HttpClient gateway, SeatFeedBatch batch)
    {
        using var answer = await DeliverAsync(gateway, new { specversion = "1.0", data = new SeatFeedMessage(EventId, batch.Seq, batch.Changes) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public static async Task<HttpResponseMessage> DeliverAsync(HttpClient gateway, object envelope, string token = TestGateway.AppToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/subscriptions/seat-changes")
        {
            Content = JsonContent.Create(envelope, new MediaTypeHeaderValue("application/cloudevents+json")),
        };
        request.Headers.Add("dapr-api-token", token);
        return await gateway.SendAsync(request);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Path.Value!.EndsWith($"/internal/live/{EventId}", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Reads++;
        await OnRead();
        if (IsDown || IsGone)
        {
            context.Response.StatusCode = IsGone ? StatusCodes.Status404NotFound : StatusCodes.Status500InternalServerError;
            return;
        }

        SeatFeed answer;
        lock (_batches)
        {
            answer = Answer(long.TryParse(context.Request.Query["after"], out var after) ? after : null);
        }

        await context.Response.WriteAsync(JsonSerializer.Serialize(answer, ContractsJson.Default.SeatFeed));
    }

    private SeatFeed Answer(long? after)
    {
        var kept = _batches.TakeLast(History).ToArray();
        return after <= _batches.Count && after >= _batches.Count - kept.Length
            ? new SeatFeed(EventId, _batches.Count, null, [.. kept.Where(batch => batch.Seq > after)])
            : new SeatFeed(EventId, _batches.Count, new SeatFeedReset(With(SeatStatuses.Held), With(SeatStatuses.Booked)), kept);
    }

    private string[] With(string status) => [.. _map.Where(seat => seat.Value == status).Select(seat => seat.Key).Order()];
}
