using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TicketBooking.Platform;

/// <summary>Problems of text and its type, the same at the gateway and in each service.</summary>
public static class TextProblems
{
    /// <summary>400: see <see cref="JsonText"/>; also for a query.</summary>
    public static ProblemHttpResult Malformed() => Problem.Of(
        StatusCodes.Status400BadRequest, "malformed-text", "The request has text that is not UTF-8, a NUL, or half of a surrogate pair.");

    /// <summary>415: see <see cref="JsonBody"/>.</summary>
    public static ProblemHttpResult NotJson() => Problem.Of(
        StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body must be JSON in UTF-8, and its content type must say so.");
}
