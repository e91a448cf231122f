using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Reads seat changes from the seats service.</summary>
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
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.AnswerWithin);
        try
        {
            using var answer = await seats.GetAsync(
                $"/internal/live/{eventId}{(after is null ? "" : $"?after={after}")}", HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return answer.StatusCode == HttpStatusCode.NotFound
                ? null
                : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.Default.SeatFeed, timeout.Token)
                    ?? throw new HttpRequestException("Seats answered with an empty body.");
        }
        catch (Exception exception) when (
            exception is IOException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new HttpRequestException("Seats did not answer in time, or its answer broke off.", exception);
        }
    }
}
