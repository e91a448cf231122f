using System.Text.Json;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.Api;

/// <summary>Reading requests of the HTTP API.</summary>
internal static class HttpExtensions
{
    /// <summary>The app instance of the sidecar that was called.</summary>
    public static AppInstance Caller(this HttpContext context) =>
        context.RequestServices.GetRequiredService<AppDirectory>().BehindPort(context.Connection.LocalPort);

    public static string AppId(this HttpContext context) => context.Caller().Sidecar.AppId;

    public static string Route(this HttpContext context, string name) => (string)context.GetRouteValue(name)!;

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
