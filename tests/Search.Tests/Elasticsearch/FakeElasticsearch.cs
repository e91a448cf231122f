using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>
/// A server with what indexing needs of Elasticsearch: indexes, aliases, and bulk writes with external versions. It finds nothing. A test tells it
/// when to fail, and reads what it was sent.
/// </summary>
internal sealed class FakeElasticsearch : IAsyncDisposable
{
    private readonly Dictionary<string, Dictionary<string, FakeDocument>> _indexes = [];
    private readonly Dictionary<string, string> _aliases = [];
    private readonly Lock _lock = new();
    private LocalServer? _server;

    public Uri Address => new(_server!.Url);

    /// <summary>What it was sent, oldest first.</summary>
    public ConcurrentQueue<SentRequest> Requests { get; } = [];

    /// <summary>Called with each request before it has an effect. A status is answered instead of an effect; 0 breaks the connection.</summary>
    public Func<SentRequest, Task<int?>> Before { get; set; } = _ => Task.FromResult<int?>(null);

    /// <summary>Called with each request after its effect. True breaks the connection, so that no answer arrives.</summary>
    public Func<SentRequest, Task<bool>> After { get; set; } = _ => Task.FromResult(false);

    /// <summary>The status of one document in a bulk, instead of an effect.</summary>
    public Func<Guid, int?> RefuseItem { get; set; } = _ => null;

    /// <summary>The answer to every search.</summary>
    public string Found { get; set; } = "";

    /// <summary>What it says that it is.</summary>
    public string Product { get; set; } = "Elasticsearch";

    public static async Task<FakeElasticsearch> StartAsync()
    {
        var fake = new FakeElasticsearch();
        fake._server = await LocalServer.StartAsync(app => app.Run(fake.AnswerAsync));
        return fake;
    }

    /// <summary>What searches read; null when the alias is not there.</summary>
    public string? Serving
    {
        get
        {
            lock (_lock)
            {
                return _aliases.GetValueOrDefault("events");
            }
        }
    }

    public IReadOnlyList<string> Indexes
    {
        get
        {
            lock (_lock)
            {
                return [.. _indexes.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Versions and statuses that an index has, by event.</summary>
    public Dictionary<Guid, FakeDocument> DocumentsOf(string? index)
    {
        lock (_lock)
        {
            return index is not null && _indexes.TryGetValue(index, out var documents)
                ? documents.ToDictionary(document => Guid.Parse(document.Key), document => document.Value)
                : [];
        }
    }

    /// <summary>The cluster forgets an index, and its aliases with it.</summary>
    public void Lose(string index)
    {
        lock (_lock)
        {
            Remove(index);
        }
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        await using var body = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        using var reader = new StreamReader(body);
        var request = new SentRequest(context.Request.Method, $"{context.Request.Path}{context.Request.QueryString}", await reader.ReadToEndAsync());
        Requests.Enqueue(request);
        var refusal = await Before(request);
        if (refusal == 0)
        {
            context.Abort();
            return;
        }

        var (status, answer) = refusal is { } code ? (code, $"{Error(code, "told_to_fail_exception")}")
            : request.Step == "_search" ? (200, Found)
            : Act(context.Request, request.Body);
        if (await After(request))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers["X-Elastic-Product"] = Product;
        // The server answers in the form that is asked for.
        context.Response.ContentType = context.Request.Headers.Accept.ToString();
        await context.Response.WriteAsync(answer);
    }

    private (int Status, string Body) Act(HttpRequest request, string body)
    {
        lock (_lock)
        {
            var (status, answer) = ActOn(request, body);
            return (status, answer.ToJsonString());
        }
    }

    private (int Status, JsonNode Body) ActOn(HttpRequest request, string body) =>
        (request.Method, request.Path.Value!.Trim('/').Split('/')) switch
        {
            ("PUT", ["_index_template", _]) => (200, Acknowledged()),
            ("PUT", [var index]) => Create(index, JsonNode.Parse(body)!),
            ("DELETE", [var index]) => _indexes.ContainsKey(index) ? (200, Deleted(index)) : (404, Error(404, "index_not_found_exception")),
            ("GET", [_, "_alias"]) => (200, new JsonObject(_indexes.Keys.Select(index => KeyValuePair.Create(index, (JsonNode?)AliasesOf(index))))),
            ("POST", [var index, "_refresh"]) => _indexes.ContainsKey(index)
                ? (200, new JsonObject { ["_shards"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 } })
                : (404, Error(404, "index_not_found_exception")),
            ("POST", ["_aliases"]) => UpdateAliases(JsonNode.Parse(body)!["actions"]!.AsArray()),
            ("PUT" or "POST", [var target, "_bulk"]) => (200, Bulk(target, request.Query["require_alias"] == "true", body)),
            _ => throw new NotSupportedException($"{request.Method} {request.Path}"),
        };

    private (int Status, JsonNode Body) Create(string index, JsonNode body)
    {
        if (!_indexes.TryAdd(index, []))
        {
            return (400, Error(400, "resource_already_exists_exception"));
        }

        foreach (var (alias, _) in body["aliases"]?.AsObject() ?? [])
        {
            _aliases[alias] = index;
        }

        return (200, new JsonObject { ["acknowledged"] = true, ["shards_acknowledged"] = true, ["index"] = index });
    }

    private JsonObject Deleted(string index)
    {
        Remove(index);
        return Acknowledged();
    }

    private void Remove(string index)
    {
        _indexes.Remove(index);
        foreach (var alias in _aliases.Where(alias => alias.Value == index).Select(alias => alias.Key).ToArray())
        {
            _aliases.Remove(alias);
        }
    }

    private (int Status, JsonNode Body) UpdateAliases(JsonArray actions)
    {
        // All or nothing: the names are looked at first.
        var named = actions.SelectMany(action => action!.AsObject()).Select(action => $"{action.Value!["index"]}");
        if (named.Any(index => !_indexes.ContainsKey(index)))
        {
            return (404, Error(404, "index_not_found_exception"));
        }

        foreach (var (kind, values) in actions.SelectMany(action => action!.AsObject()))
        {
            if (kind == "add")
            {
                _aliases[$"{values!["alias"]}"] = $"{values["index"]}";
            }
            else
            {
                _aliases.Remove($"{values!["alias"]}");
            }
        }

        return (200, Acknowledged());
    }

    private JsonObject Bulk(string target, bool requiresAlias, string body)
    {
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var items = new JsonArray();
        for (var line = 0; line < lines.Length; line += 2)
        {
            var (id, version) = Header(lines[line]);
            items.Add(new JsonObject { ["index"] = Write(target, requiresAlias, id, version, lines[line + 1]) });
        }

        var isAnyFailed = items.Any(item => (int)item!["index"]!["status"]! >= 400);
        return new JsonObject { ["took"] = 1, ["errors"] = isAnyFailed, ["items"] = items };
    }

    private static (string Id, long Version) Header(string line)
    {
        var header = JsonNode.Parse(line)!["index"]!;
        return "external" == (string?)header["version_type"]
            ? ((string)header["_id"]!, (long)header["version"]!)
            : throw new NotSupportedException("A write without an external version.");
    }

    private JsonObject Write(string target, bool requiresAlias, string id, long version, string source)
    {
        var index = _aliases.GetValueOrDefault(target);
        if (index is null)
        {
            // As the server does: without require_alias it would make an index of that name.
            return requiresAlias ? Item(target, id, 404, "index_not_found_exception") : throw new NotSupportedException($"An index {target} would be made.");
        }

        if (RefuseItem(Guid.Parse(id)) is { } status)
        {
            return Item(index, id, status, status == 400 ? "document_parsing_exception" : "es_rejected_execution_exception");
        }

        var documents = _indexes[index];
        if (documents.TryGetValue(id, out var present) && present.Version >= version)
        {
            return Item(index, id, 409, "version_conflict_engine_exception");
        }

        documents[id] = new FakeDocument(version, $"{JsonNode.Parse(source)!["status"]}");
        var written = Item(index, id, present is null ? 201 : 200, error: null);
        written["_version"] = version;
        return written;
    }

    private static JsonObject Item(string index, string id, int status, string? error)
    {
        var item = new JsonObject { ["_index"] = index, ["_id"] = id, ["status"] = status };
        if (error is not null)
        {
            item["error"] = new JsonObject { ["type"] = error, ["reason"] = "as told" };
        }

        return item;
    }

    private JsonObject AliasesOf(string index) => new JsonObject
    {
        ["aliases"] = new JsonObject(_aliases.Where(alias => alias.Value == index).Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)new JsonObject()))),
    };

    private static JsonObject Acknowledged() => new() { ["acknowledged"] = true };

    private static JsonObject Error(int status, string type) => new()
    {
        ["error"] = new JsonObject { ["type"] = type, ["reason"] = "as told", ["root_cause"] = new JsonArray() },
        ["status"] = status,
    };
}

internal sealed record FakeDocument(long Version, string Status);

/// <param name="Method">GET, PUT…</param>
/// <param name="Target">Path and query.</param>
/// <param name="Body">As it was sent.</param>
internal sealed record SentRequest(string Method, string Target, string Body)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What it does, e.g. <c>_bulk</c>.</summary>
    public string Step => Target.Split('?')[0].Split('/') switch
    {
        [.., var last] when last.StartsWith('_') => last,
        [_, "_index_template", _] => "_index_template",
        _ => Method,
    };

    /// <summary>For golden files: the request line, and each line of the body as readable JSON.</summary>
    public override string ToString() => string.Join(
        '\n', [$"{Method} {Target}", .. Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Serialize(JsonNode.Parse(line), Indented))]);
}
