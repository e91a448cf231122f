using System.Text.Json;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Reading requests of the HTTP API.</summary>
internal static class HttpExtensions
{
    public static string Route(this HttpContext context, string name) => (string)context.GetRouteValue(name)!;

    /// <summary>Ends when the caller leaves or the server begins to stop; for calls that stay open for long.</summary>
    public static CancellationTokenSource UntilStopping(this HttpContext context) => CancellationTokenSource.CreateLinkedTokenSource(
        context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

    public static async Task<byte[]> ReadAllAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    /// <summary>The body as JSON, whatever the content type says; Dapr does not look at it either.</summary>
    public static async Task<T> ReadJsonAsync<T>(this HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, JsonSerializerOptions.Web, cancellationToken)
                ?? throw ApiException.Malformed("the body is null");
        }
        catch (JsonException e)
        {
            throw ApiException.Malformed(e.Message);
        }
    }
}
