using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>
/// Asks as a buyer does: after a limit or an error again, with the same key, until there is an answer or the buyer has had enough. Each
/// attempt that failed is an outcome of its own.
/// </summary>
internal sealed class Asking(Record record)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    /// <returns>The answer: a success, or a refusal; null when the buyer gave up.</returns>
    public async Task<Said?> AskAsync(HttpClient way, Func<HttpRequestMessage> make)
    {
        var pause = FirstPause;
        for (var begun = record.Now; record.Now - begun < Patience;)
        {
            var due = record.Now;
            var said = await TryAsync(way, make);
            if (said is { IsAnswer: true })
            {
                return said;
            }

            record.Add(said.Words, due);
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), CancellationToken.None);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        return null;
    }

    private static async Task<Said> TryAsync(HttpClient way, Func<HttpRequestMessage> make)
    {
        try
        {
            using var request = make();
            using var answer = await way.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return new(answer.StatusCode, Record.Limited);
            }

            if (!answer.IsSuccessStatusCode)
            {
                var words = await Words.OfAsync(answer);
                return new(answer.StatusCode, (int)answer.StatusCode >= 500 || words == Said.KeyInUse ? Record.ErrorBegin + words : words.Length > 4 ? words[4..] : words);
            }

            return new(answer.StatusCode, "", await answer.Content.ReadAsByteArrayAsync());
        }
        catch (HttpRequestException exception)
        {
            return new(0, Record.ErrorBegin + (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "connection refused" : "connection broken"));
        }
        catch (OperationCanceledException)
        {
            return new(0, Record.ErrorBegin + "no answer");
        }
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">0 when there was none.</param>
/// <param name="Words">What it is called unless it is a success.</param>
/// <param name="Content">The body of a success, which few look at.</param>
internal sealed record Said(HttpStatusCode Status, string Words, byte[]? Content = null)
{
    /// <summary>The first request with this key has not ended, or died with the process that served it.</summary>
    public const string KeyInUse = "409 idempotency-key-in-use";

    public JsonElement Body => JsonElement.Parse(Content);

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous;

    /// <summary>A success or a refusal, which is not asked for again.</summary>
    public bool IsAnswer => IsSuccess || (Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        && Status != HttpStatusCode.TooManyRequests && !Words.StartsWith(Record.ErrorBegin, StringComparison.Ordinal));
}
