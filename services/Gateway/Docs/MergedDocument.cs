using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Docs;

/// <summary>Merges the services' OpenAPI documents into one of all public routes.</summary>
internal static partial class MergedDocument
{
    public static JsonObject Of(IReadOnlyDictionary<string, JsonObject> documents)
    {
        var pool = new SchemaPool(documents);
        var paths = new JsonObject();
        foreach (var route in PublicRoutes.Table)
        {
            if (Find(documents[route.AppId], route) is var (path, operation))
            {
                Add(paths, route.IsAlias ? route.Path : path, route.Method, Publish(route, pool.Import(route.AppId, operation).AsObject()));
            }
        }

        foreach (var (path, methods) in PathsOf(documents[AppIds.Gateway]).Where(path => !path.Key.StartsWith("/dapr/", StringComparison.Ordinal)))
        {
            paths[path] = pool.Import(AppIds.Gateway, methods!);
        }

        return Frame(paths, pool.Schemas);
    }

    private static (string Path, JsonNode Operation)? Find(JsonObject document, PublicRoute route)
    {
        foreach (var (path, methods) in PathsOf(document))
        {
            if (Shape(path) == Shape(route.To) && methods![route.Method.ToLowerInvariant()] is { } operation)
            {
                return (path.TrimEnd('/'), operation);
            }
        }

        // In the table, and not served yet.
        return null;
    }

    private static JsonObject Publish(PublicRoute route, JsonObject operation)
    {
        var responses = operation["responses"]!.AsObject();
        responses["429"] ??= Described("Too many requests; Retry-After says how long to wait.");
        if (route.Access != Access.Open)
        {
            operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() });
            responses["401"] ??= Described("No valid access token.");
        }

        if (route.Access == Access.Admin)
        {
            responses["403"] ??= Described("Not an administrator.");
        }

        if (route.IsAlias)
        {
            operation.Remove("operationId");
            operation["tags"] = new JsonArray("Other names");
            operation["description"] = $"Does the same as {route.Method} {route.To}.";
        }

        if (operation["requestBody"]?["content"]?["application/json"] is JsonObject body && RequestExamples.Of(route) is { } example)
        {
            body["example"] = example;
        }

        return operation;
    }

    private static JsonObject Frame(JsonObject paths, JsonObject schemas) => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "Ticket booking",
            ["version"] = "v1",
            ["description"] = "Register with POST /api/v1/auth/create, and authorize with the accessToken of its answer.",
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
        ["paths"] = paths,
        ["components"] = new JsonObject
        {
            ["schemas"] = schemas,
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
            },
        },
    };

    private static void Add(JsonObject paths, string path, string method, JsonObject operation)
    {
        paths[path] ??= new JsonObject();
        paths[path]![method.ToLowerInvariant()] = operation;
    }

    private static JsonObject PathsOf(JsonObject document) => document["paths"] as JsonObject ?? [];

    private static JsonObject Described(string description) => new() { ["description"] = description };

    /// <summary>Removes the names of a path's parameters.</summary>
    private static string Shape(string path) => Parameter().Replace(path.TrimEnd('/'), "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
