using System.Text.Json;
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

    /// <summary>
    /// Answers 400 <c>unknown-fields</c>, or <c>unchangeable-fields</c> when all of them are such, with the <c>fields</c>, before the handler
    /// runs; 413 when the body has more than 4 MiB. Call it after <c>UseAuthorization</c>: a caller that may not call is not told more.
    /// </summary>
    public static WebApplication UseKnownFieldsOnly(this WebApplication app)
    {
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>();
        app.Use(async (context, next) =>
        {
            if (await UnknownAsync(context, json.Value.SerializerOptions) is { Length: > 0 } unknown)
            {
                await Refusal(context, unknown).ExecuteAsync(context);
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

    private static async Task<string[]> UnknownAsync(HttpContext context, JsonSerializerOptions options)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type || !context.Request.HasJsonContentType())
        {
            return [];
        }

        var ignored = metadata.GetMetadata<IgnoredFields>()?.Names ?? [];
        using var body = await ReadAsync(context);
        try
        {
            return body is null
                ? []
                : [.. UnknownFields.In(body.RootElement, options.GetTypeInfo(type))
                    .Where(name => !ignored.Contains(name, StringComparer.OrdinalIgnoreCase))
                    .Take(MostNames)
                    .Select(name => name.Length <= LongestName ? name : name[..LongestName])];
        }
        catch (InvalidOperationException)
        {
            // A name with half a character (a lone surrogate) is no text. The serializer refuses it with 400, in the handler.
            return [];
        }
    }

    /// <summary>Null when it is not JSON, which the handler answers.</summary>
    private static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        var body = BufferedBody.Of(context);
        try
        {
            return await JsonDocument.ParseAsync(body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            body.Position = 0;
        }
    }
}
