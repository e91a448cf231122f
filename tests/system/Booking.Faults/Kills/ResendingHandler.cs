using System.Net;
using System.Text.Json;
using TicketBooking.Testing;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Sends a request again, with the same Idempotency-Key, until it gets an answer that is one.</summary>
internal sealed class ResendingHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(20);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", $"{Guid.CreateVersion7()}");
        }

        HttpResponseMessage? answer = null;
        await Eventually.NothingIsMissingAsync(async () =>
        {
            (answer, var failure) = await TryAsync(request);
            return failure;
        });
        return answer!;
    }

    private async Task<(HttpResponseMessage? Answer, string? Failure)> TryAsync(HttpRequestMessage request)
    {
        using var limit = new CancellationTokenSource(LongestTry);
        try
        {
            var response = await base.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            return IsFinal(response, text) ? (response, null) : (null, $"{request.RequestUri} was answered {response.StatusCode} {text}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return (null, exception.Message);
        }
    }

    private static bool IsFinal(HttpResponseMessage response, string text) => response.StatusCode switch
    {
        HttpStatusCode.Conflict => ProblemOf(text) != "idempotency-key-in-use",
        >= HttpStatusCode.InternalServerError => ProblemOf(text) == "payment-provider-unavailable",
        _ => true,
    };

    private static string ProblemOf(string text) => text.StartsWith('{')
        ? new Answer(default, JsonElement.Parse(text)).Problem
        : "";
}
