using System.Net;
using System.Text.Json;

namespace TicketBooking.Testing;

/// <summary>One event of a stream, as a browser's EventSource reads it. A comment has no name.</summary>
public sealed record SseEvent(string? Name, string? Id, string Data)
{
    public JsonElement Json => JsonElement.Parse(Data);

    public long Seq => Json.GetProperty("seq").GetInt64();
}

/// <summary>An open stream of seats.</summary>
public sealed class SseStream : IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(1);
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private SseStream(HttpResponseMessage answer, Stream body) => (_answer, _reader) = (answer, new StreamReader(body));

    public HttpResponseMessage Answer => _answer;

    public static string PathOf(Guid eventId) => $"/api/v1/seat/sse/events/{eventId}/seats";

    public static async Task<HttpResponseMessage> AskAsync(HttpClient gateway, Guid eventId, string? lastEventId = null, string? path = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path ?? PathOf(eventId));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await gateway.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<SseStream> OpenAsync(HttpClient gateway, Guid eventId, string? lastEventId = null, string? path = null)
    {
        var answer = await AskAsync(gateway, eventId, lastEventId, path);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }

        return new SseStream(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, or comment; null when the stream has ended.</summary>
    public async Task<SseEvent?> NextOfAnyKindAsync()
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        return await ReadAsync(deadline.Token);
    }

    /// <summary>The next event that is no comment.</summary>
    public async Task<SseEvent> NextAsync()
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        while (true)
        {
            var next = await ReadAsync(deadline.Token) ?? throw new EndOfStreamException();
            if (next.Name is not null)
            {
                return next;
            }
        }
    }

    public async Task<List<SseEvent>> UntilSeqAsync(long seq)
    {
        var events = new List<SseEvent>();
        do
        {
            events.Add(await NextAsync());
        }
        while (events[^1].Seq < seq);
        return events;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }

    private async Task<SseEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        var (name, id, data) = ((string?)null, (string?)null, "");
        while (await _reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var (field, value) = line.Split(':', 2) is [var before, var after] ? (before, after.TrimStart()) : (line, "");
            switch (field)
            {
                case "" when line.Length == 0:
                    return new SseEvent(name, id, data);
                case "":
                    data = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "id":
                    id = value;
                    break;
                case "data":
                    data = value;
                    break;
                default:
                    throw new InvalidDataException(line);
            }
        }

        return null;
    }
}
