using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Asks the seats service what happened.</summary>
/// <param name="seats">Calls it through the sidecar.</param>
/// <param name="options">How long it may take.</param>
internal sealed class SeatFeedReader(HttpClient seats, IOptions<LiveOptions> options)
{
    /// <param name="eventId">The event.</param>
    /// <param name="after">The last batch that is known, or null for the whole state.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The service cannot be asked.</exception>
    public async Task<SeatFeed?> ReadAsync(Guid eventId, long? after, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.AnswerWithin);
        try
        {
            using var answer = await seats.GetAsync(
                $"/internal/live/{eventId}{(after is null ? "" : $"?after={after}")}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.StatusCode == HttpStatusCode.NotFound
                ? null
                : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.Default.SeatFeed, patience.Token)
                    ?? throw new HttpRequestException("Seats answered with nothing.");
        }
        catch (Exception exception) when (
            exception is IOException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new HttpRequestException("Seats did not answer in time, or not with a whole answer.", exception);
        }
    }
}
