using TicketBooking.Platform;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>Problems for a service that does not answer.</summary>
internal static class UpstreamProblems
{
    private const string MediaType = "application/problem+json";

    /// <summary>
    /// Services write a problem document for every 5xx. One without it is the sidecar's, says only that it could not reach the service
    /// (<c>ERR_DIRECT_INVOKE</c>), and describes internals.
    /// </summary>
    public static bool IsTheSidecars(HttpResponseMessage response) =>
        (int)response.StatusCode >= StatusCodes.Status500InternalServerError && response.Content.Headers.ContentType?.MediaType != MediaType;

    public static IResult Unavailable() => new Retryable(Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "unavailable", "The service cannot be reached; try again."));

    /// <summary>No Retry-After: whether the request was carried out is not known, so trying again is the client's decision.</summary>
    public static IResult TimedOut() => Problem.Of(
        StatusCodes.Status504GatewayTimeout, "timed-out", "The service did not answer in time; it may still have acted.");
}
