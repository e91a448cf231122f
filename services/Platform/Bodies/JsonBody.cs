using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Platform;

/// <summary>Tells bodies that are JSON in UTF-8, the only kind that is taken.</summary>
public static class JsonBody
{
    /// <summary>The one content type that every reader of the framework understands.</summary>
    internal const string Plain = "application/json";

    /// <summary>Whether a body comes with the request; one whose length is not announced may turn out to be empty.</summary>
    /// <param name="request">Its body need not be there yet.</param>
    public static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    /// <summary>Whether the content type is JSON, and its charset UTF-8 if it names one: in quotes or not, in capitals or not.</summary>
    /// <param name="request">Its body need not be there yet.</param>
    public static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.Parameters.All(parameter => !parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(parameter.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
