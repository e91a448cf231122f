using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TicketBooking.Platform;

/// <summary>Makes RFC 9457 problem details with this project's stable types.</summary>
public static class Problem
{
    /// <summary>Every <c>type</c> starts so; the rest is a slug such as <c>seats-unavailable</c>.</summary>
    public const string TypePrefix = "urn:ticket-booking:problem:";

    /// <summary>The extension, in seconds, that is also sent as header Retry-After.</summary>
    public const string RetryAfter = "retryAfter";

    /// <summary>An expected refusal.</summary>
    /// <param name="status">HTTP status code, 400..599.</param>
    /// <param name="slug">Stable name of the problem; clients switch on it.</param>
    /// <param name="title">Short, the same for every occurrence.</param>
    /// <param name="detail">What is special about this occurrence.</param>
    /// <param name="extensions">Members a client can act on, e.g. <c>conflicts</c>.</param>
    public static ProblemHttpResult Of(
        int status, string slug, string title, string? detail = null, params (string Name, object? Value)[] extensions) =>
        TypedResults.Problem(
            detail,
            statusCode: status,
            title: title,
            type: TypePrefix + slug,
            extensions: extensions.Select(extension => KeyValuePair.Create(extension.Name, extension.Value)));

    /// <summary>404 with a slug that says what is missing, e.g. <c>event-not-found</c>.</summary>
    public static ProblemHttpResult NotFound(string slug, string title) => Of(StatusCodes.Status404NotFound, slug, title);

    /// <summary>409.</summary>
    public static ProblemHttpResult Conflict(
        string slug, string title, string? detail = null, params (string Name, object? Value)[] extensions) =>
        Of(StatusCodes.Status409Conflict, slug, title, detail, extensions);

    /// <summary>403.</summary>
    public static ProblemHttpResult Forbidden(string slug, string title) => Of(StatusCodes.Status403Forbidden, slug, title);

    /// <summary>503 <c>service-busy</c>: a lock, a connection or a place takes too long to get, and trying again is right.</summary>
    public static ProblemHttpResult Busy() => Of(StatusCodes.Status503ServiceUnavailable, "service-busy", "The service is busy; try again.");

    /// <summary>503 <c>unavailable</c>.</summary>
    /// <param name="title">What cannot be reached.</param>
    internal static ProblemHttpResult Unavailable(string title) => Of(StatusCodes.Status503ServiceUnavailable, "unavailable", title);

    /// <summary>400 with one message per field, in the shape that the framework's own validation answers.</summary>
    /// <param name="errors">Field name (camelCase) and what is wrong with it.</param>
    public static ProblemHttpResult Invalid(params (string Field, string Message)[] errors) => Of(
        StatusCodes.Status400BadRequest,
        "invalid-request",
        "The request is not valid.",
        extensions: ("errors", errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray())));
}
