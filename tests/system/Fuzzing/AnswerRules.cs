using System.Text.Json;

namespace TicketBooking.Fuzzing;

/// <summary>What holds for every answer of the gateway, whatever was asked.</summary>
internal static class AnswerRules
{
    /// <summary>Statuses that the server itself answers without a body, and only to what is hardly HTTP.</summary>
    private static readonly int[] OfTheServer = [400, 408, 413, 414, 431, 505];

    /// <returns>What is wrong; null when all is right.</returns>
    public static string? Fault(FuzzRequest request, RawAnswer answer) => answer.Status switch
    {
        0 => request.IsBroken || request.EndsEarly ? null : "no answer",
        _ when IsOfTheServer(answer) => request.IsBroken ? null : "a refusal without a body",
        503 when answer.Header("Retry-After").Length == 0 => "503 without Retry-After",
        >= 500 and not (501 or 503) => $"{answer.Status}",
        >= 400 => HeaderFault(answer) ?? ProblemFault(request, answer),
        < 200 => $"{answer.Status}",
        _ => HeaderFault(answer),
    };

    private static bool IsOfTheServer(RawAnswer answer) =>
        OfTheServer.Contains(answer.Status) && answer.Body.Length == 0 && answer.Header("Content-Type").Length == 0;

    private static string? HeaderFault(RawAnswer answer) =>
        answer.Header("Server").Length > 0 ? "a Server header"
        : answer.Header("X-Content-Type-Options") != "nosniff" ? "no nosniff, or twice"
        : answer.Header("Content-Security-Policy").Length == 0 ? "no Content-Security-Policy"
        : null;

    private static string? ProblemFault(FuzzRequest request, RawAnswer answer)
    {
        if (!answer.Header("Content-Type").StartsWith("application/problem+json", StringComparison.Ordinal))
        {
            return "a refusal that is no problem document";
        }

        if (request.IsHead)
        {
            return null;
        }

        try
        {
            var problem = JsonElement.Parse(answer.Body);
            return !IsText(problem, "type") ? "a problem without type"
                : !IsText(problem, "title") ? "a problem without title"
                : !IsText(problem, "traceId") ? "a problem without traceId"
                : problem.GetProperty("status").GetInt32() != answer.Status ? "a problem with another status"
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return $"a problem that is not readable: {exception.Message}";
        }
    }

    private static bool IsText(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;
}
