using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Platform;

/// <summary>
/// Gives every 4xx and 5xx a problem body: refusals, malformed JSON, unknown routes, missing tokens, exceptions. A 503 says when to try again.
/// </summary>
internal static class ProblemSetup
{
    private const string RetryAfterSeconds = "1";

    public static void AddProblems(this IServiceCollection services)
    {
        // Before the framework's own, which would be asked first.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        services.AddExceptionHandler<DatabaseFailureHandler>();
        // In Development the framework would throw instead of answering 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
        app.UseStatusCodePages();
    }

    private static int StatusOf(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        var headers = context.HttpContext.Response.Headers;
        if (problem.Extensions.TryGetValue(Problem.RetryAfter, out var seconds))
        {
            headers.TryAdd(HeaderNames.RetryAfter, $"{seconds}");
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            headers.TryAdd(HeaderNames.RetryAfter, RetryAfterSeconds);
        }

        if (problem.Type?.StartsWith(Problem.TypePrefix, StringComparison.Ordinal) == true)
        {
            return;
        }

        problem.Type = Problem.TypePrefix + SlugOf(problem.Status, problem is HttpValidationProblemDetails);
        problem.Title ??= TitleOf(problem.Status);
        UseJsonNames(problem);
    }

    private static string SlugOf(int? status, bool validation) => status switch
    {
        _ when validation => "invalid-request",
        StatusCodes.Status400BadRequest => "bad-request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status408RequestTimeout => "request-timeout",
        StatusCodes.Status413PayloadTooLarge => "payload-too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        StatusCodes.Status429TooManyRequests => "too-many-requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        _ => "internal-error",
    };

    private static string TitleOf(int? status) => status is { } known and not StatusCodes.Status500InternalServerError
        ? ReasonPhrases.GetReasonPhrase(known) is { Length: > 0 } phrase ? phrase : $"{known}"
        : "An error occurred while processing your request.";

    /// <summary>The framework's validation names fields as C# does (<c>Seats[0].Name</c>); clients know the JSON names.</summary>
    private static void UseJsonNames(ProblemDetails problem)
    {
        if (problem is HttpValidationProblemDetails validation)
        {
            validation.Errors = validation.Errors.ToDictionary(
                error => string.Join('.', error.Key.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..])),
                error => error.Value);
        }
    }
}
