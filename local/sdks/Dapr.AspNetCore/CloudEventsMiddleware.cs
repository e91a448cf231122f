using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dapr.AspNetCore;

/// <summary>Replaces a CloudEvent envelope by its data for the rest of the pipeline.</summary>
internal sealed class CloudEventsMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsCloudEvent(context.Request))
        {
            await next(context);
            return;
        }

        var envelope = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted);
        var data = Property(envelope, "data");
        var base64 = Property(envelope, "data_base64");
        if (data is not null && base64 is not null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var contentType = data is null && base64 is null ? null : DataContentType(envelope);
        var body = base64?.GetBytesFromBase64() ?? Bytes(data, contentType);
        await NextWithAsync(context, body, contentType);
    }

    private async Task NextWithAsync(HttpContext context, byte[] body, string? contentType)
    {
        var (originalBody, originalContentType) = (context.Request.Body, context.Request.ContentType);
        try
        {
            context.Request.Body = new MemoryStream(body);
            context.Request.ContentType = contentType;
            await next(context);
        }
        finally
        {
            context.Request.Body = originalBody;
            context.Request.ContentType = originalContentType;
        }
    }

    private static bool IsCloudEvent(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/cloudevents+json", StringComparison.OrdinalIgnoreCase);

    // Text that is not JSON travels as a JSON string; everything else is JSON as it stands.
    private static byte[] Bytes(JsonElement? data, string? contentType) => data switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text when !IsJson(contentType) => Encoding.UTF8.GetBytes(text.GetString()!),
        { } json => JsonSerializer.SerializeToUtf8Bytes(json),
    };

    private static string DataContentType(JsonElement envelope)
    {
        if (Property(envelope, "datacontenttype") is not { ValueKind: JsonValueKind.String } value
            || !MediaTypeHeaderValue.TryParse(value.GetString(), out var type))
        {
            return "application/json";
        }

        // The body is written as UTF-8 whatever it was.
        type.Charset = default;
        return type.ToString();
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.Ordinal) || type.Suffix.Equals("json", StringComparison.Ordinal));

    private static JsonElement? Property(JsonElement envelope, string name)
    {
        foreach (var property in envelope.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
