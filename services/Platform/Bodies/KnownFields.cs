using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TicketBooking.Platform;

/// <summary>
/// Refuses bodies with fields that the route does not know: a misspelt option would otherwise have no effect and no error. Routes that
/// bind no JSON body, such as webhooks and subscriptions, are not concerned.
/// </summary>
public static class KnownFields
{
    /// <summary>An answer repeats no more of a hostile body than this.</summary>
    private const int MostNames = 20;

    private const int LongestName = 100;

    /// <summary>A length that is a lie costs no more memory than this.</summary>
    private const int MostAtOnce = 4096;

    /// <summary>
    /// Answers 400 <c>unknown-fields</c>, or <c>unchangeable-fields</c> when all of them are such, with the <c>fields</c>, before the handler
    /// runs; 413 when the body has more than 4 MiB, 415 when it is not <see cref="JsonBody"/>, 400 when its text is not
    /// <see cref="JsonText"/>. Call it after <c>UseAuthorization</c>: a caller that may not call is not told more.
    /// </summary>
    public static WebApplication UseKnownFieldsOnly(this WebApplication app)
    {
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>();
        app.Use(async (context, next) =>
        {
            if (await RefusalAsync(context, json.Value.SerializerOptions) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            await next(context);
        });
        return app;
    }

    /// <summary>Lets clients send these fields at the top of the body; they have no effect.</summary>
    /// <param name="route">A route that binds a JSON body.</param>
    /// <param name="names">Their JSON names.</param>
    public static RouteHandlerBuilder WithIgnoredFields(this RouteHandlerBuilder route, params string[] names) =>
        route.WithMetadata(new IgnoredFields(names));

    /// <summary>Names these fields in a refusal of their own, when a body has them: they cannot be changed.</summary>
    /// <param name="route">A route that changes a part of a resource.</param>
    /// <param name="names">Their JSON names, at the top of the body.</param>
    public static RouteHandlerBuilder WithUnchangeableFields(this RouteHandlerBuilder route, params string[] names) =>
        route.WithMetadata(new UnchangeableFields(names));

    private static ProblemHttpResult Refusal(HttpContext context, string[] unknown)
    {
        var unchangeable = context.GetEndpoint()?.Metadata.GetMetadata<UnchangeableFields>()?.Names ?? [];
        string[] unheardOf = [.. unknown.Except(unchangeable, StringComparer.OrdinalIgnoreCase)];
        return unheardOf.Length > 0
            ? Refusal("unknown-fields", "The request has fields that are not known here.", unheardOf)
            : Refusal("unchangeable-fields", "The request has fields that cannot be changed.", unknown);
    }

    private static ProblemHttpResult Refusal(string slug, string title, string[] fields) =>
        Problem.Of(StatusCodes.Status400BadRequest, slug, title, extensions: ("fields", fields));

    private static async Task<ProblemHttpResult?> RefusalAsync(HttpContext context, JsonSerializerOptions options)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type || !JsonBody.HasBody(context.Request))
        {
            return null;
        }

        if (!JsonBody.IsJson(context.Request))
        {
            return TextProblems.NotJson();
        }

        var body = await ReadAsync(context);
        if (!JsonText.IsWellFormed(body.Span))
        {
            return TextProblems.Malformed();
        }

        using var json = Parse(body);
        string[] unknown = json is null ? [] : UnknownIn(json, options.GetTypeInfo(type), metadata.GetMetadata<IgnoredFields>()?.Names ?? []);
        return unknown.Length > 0 ? Refusal(context, unknown) : null;
    }

    private static string[] UnknownIn(JsonDocument body, JsonTypeInfo type, string[] ignored) =>
        [.. UnknownFields.In(body.RootElement, type)
            .Where(name => !ignored.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Take(MostNames)
            .Select(name => name.Length <= LongestName ? name : name[..LongestName])];

    /// <summary>Reads the body whole; it is rewound for the handler, whose readers would not understand a quoted charset.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var body = BufferedBody.Of(context);
        using var bytes = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, MostAtOnce));
        await body.CopyToAsync(bytes, context.RequestAborted);
        body.Position = 0;
        context.Request.ContentType = JsonBody.Plain;
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>Null when it is not JSON, which the handler answers.</summary>
    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
