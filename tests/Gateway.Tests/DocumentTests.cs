using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>One API document out of what the services say.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    private static readonly Uri Document = new("/openapi/v1.json", UriKind.Relative);

    private static readonly Dictionary<string, string> Services = new()
    {
        ["event-core"] = Describe(
            """
            "/api/v1/event/create": { "post": { "operationId": "CreateEvent", "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Made" } } } }, "responses": { "201": { "description": "Created", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Made" } } } } } } },
            "/api/v1/event/{id}": { "get": { "responses": { "200": { "description": "OK" } } } },
            "/api/v1/admin/events": { "get": { "responses": { "200": { "description": "OK" } } } },
            "/internal/banned-users": { "get": { "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Secret" } } } } } } }
            """,
            """
            "Made": { "properties": { "page": { "$ref": "#/components/schemas/Page" }, "problem": { "$ref": "#/components/schemas/Problem" } } },
            "Page": { "properties": { "next": { "$ref": "#/components/schemas/Page" }, "a": { "type": "string" } } },
            "Problem": { "type": "object" }, "Secret": { "type": "object" }
            """),
        ["booking"] = Describe(
            """
            "/api/v1/booking/holds/": { "post": { "responses": { "201": { "description": "Created", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Made" } } } } } } }
            """,
            """
            "Made": { "properties": { "page": { "$ref": "#/components/schemas/Page" }, "problem": { "$ref": "#/components/schemas/Problem" } } },
            "Page": { "properties": { "b": { "type": "string" } } },
            "Problem": { "type": "object" }
            """),
        ["search"] = Describe(
            """
            "/api/v1/search/events": { "get": { "operationId": "SearchEvents", "parameters": [{ "name": "q", "in": "query", "schema": { "type": "string" } }], "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Page" } } } } } } },
            "/api/v1/search/suggest": { "get": { "responses": { "200": { "description": "OK" } } } },
            "/api/v1/search/events/{id}": { "get": { "responses": { "200": { "description": "OK" } } } }
            """,
            """
            "Page": { "properties": { "problem": { "$ref": "#/components/schemas/Problem" }, "c": { "type": "integer" } } }, "Problem": { "type": "object" }
            """),
        ["seats"] = Describe(""" "/api/v1/seat/{seatId}": { "get": { "responses": { "200": { "description": "OK" } } } } """, ""),
    };

    private readonly FakeTimeProvider _clock = new();
    private ScriptedSidecar _sidecar = null!;

    public async ValueTask InitializeAsync()
    {
        _sidecar = await ScriptedSidecar.StartAsync();
        _sidecar.Service = DescribeAsync;
    }

    [Fact]
    public async Task It_has_what_is_public_and_nothing_else()
    {
        var paths = (await GetAsync())["paths"]!.AsObject();

        Assert.Equal(
            [
                "/api/events", "/api/events/{id}", "/api/search/events", "/api/v1/admin/events", "/api/v1/booking/holds", "/api/v1/event/create",
                "/api/v1/event/{id}", "/api/v1/search/events", "/api/v1/search/events/{id}", "/api/v1/search/suggest",
                "/api/v1/seat/sse/events/{eventId}/seats", "/api/v1/seat/{seatId}", "/bookings/events/{eventId}/snapshot", "/bookings/holds",
                "/sse/events/{eventId}/seats",
            ],
            paths.Select(path => path.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Schemas_of_one_name_are_told_apart_and_every_reference_resolves()
    {
        var document = await GetAsync();
        var schemas = document["components"]!["schemas"]!.AsObject();

        Assert.Equal(["BookingMade", "BookingPage", "EventCoreMade", "EventCorePage", "Problem", "SearchPage"], schemas.Select(schema => schema.Key).Order(StringComparer.Ordinal));
        Assert.Equal("#/components/schemas/EventCorePage", (string?)schemas["EventCorePage"]!["properties"]!["next"]!["$ref"]);
        foreach (var part in document.ToJsonString().Split("\"#/components/schemas/").Skip(1))
        {
            Assert.Contains(part[..part.IndexOf('"', StringComparison.Ordinal)], schemas);
        }
    }

    [Fact]
    public async Task It_says_who_may_call_and_gives_bodies_that_work()
    {
        var paths = (await GetAsync())["paths"]!;

        Assert.Null(paths["/api/v1/event/{id}"]!["get"]!["security"]);
        Assert.NotNull(paths["/api/v1/event/create"]!["post"]!["security"]![0]!["bearer"]);
        Assert.NotNull(paths["/api/v1/event/create"]!["post"]!["responses"]!["401"]);
        Assert.NotNull(paths["/api/v1/admin/events"]!["get"]!["responses"]!["403"]);
        Assert.Equal("First Night", (string?)paths["/api/events"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!["title"]);
        Assert.Equal("CreateEvent", (string?)paths["/api/v1/event/create"]!["post"]!["operationId"]);
        Assert.Null(paths["/api/events"]!["post"]!["operationId"]);
    }

    [Theory]
    [InlineData("/api/v1/search/events")]
    [InlineData("/api/search/events")]
    public async Task A_search_is_described_under_both_names_and_needs_no_token(string path)
    {
        var search = (await GetAsync())["paths"]![path]!["get"]!;

        Assert.Null(search["security"]);
        Assert.Equal("q", (string?)search["parameters"]![0]!["name"]);
        Assert.Equal("#/components/schemas/SearchPage", (string?)search["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("seats")]
    public async Task While_one_service_is_away_the_last_document_stays_and_still_has_it(string away)
    {
        await using var gateway = TestGateway.Boot(_sidecar.Port, _clock);
        using var client = gateway.NewClient();
        var first = await client.GetStringAsync(Document);
        _sidecar.Service = context => context.Request.Path.Value!.Split('/')[3] == away
            ? AnswerAsync(context, StatusCodes.Status500InternalServerError, "")
            : DescribeAsync(context);
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(first, await client.GetStringAsync(Document));
        Assert.Contains($"/api/v1/{away.TrimEnd('s')}", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_service_it_is_503_until_there_was_one_and_then_the_last_one()
    {
        await using var gateway = TestGateway.Boot(_sidecar.Port, _clock);
        using var client = gateway.NewClient();
        _sidecar.Service = context => AnswerAsync(context, StatusCodes.Status500InternalServerError, "");
        using (var none = await client.GetAsync(Document))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, none.StatusCode);
            Assert.NotNull(none.Headers.RetryAfter);
        }

        _sidecar.Service = DescribeAsync;
        var first = await client.GetStringAsync(Document);
        _sidecar.Service = context => AnswerAsync(context, StatusCodes.Status500InternalServerError, "");
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(first, await client.GetStringAsync(Document));
    }

    [Fact]
    public async Task The_page_to_try_it_out_needs_nothing_from_elsewhere()
    {
        await using var gateway = TestGateway.Boot(_sidecar.Port, _clock);
        using var client = gateway.NewClient();

        var page = await client.GetStringAsync(new Uri("/docs/index.html", UriKind.Relative));

        Assert.Contains("<title>Ticket booking</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Replace("/* ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var asset in new[] { "swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "index.js" })
        {
            Assert.Contains(asset, page, StringComparison.Ordinal);
            using var answer = await client.GetAsync(new Uri("/docs/" + asset, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Contains("/openapi/v1.json", await client.GetStringAsync(new Uri("/docs/index.js", UriKind.Relative)), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _sidecar.DisposeAsync();

    private async Task<JsonObject> GetAsync()
    {
        await using var gateway = TestGateway.Boot(_sidecar.Port, _clock);
        using var client = gateway.NewClient();
        return (await client.GetFromJsonAsync<JsonObject>(Document))!;
    }

    private static Task DescribeAsync(HttpContext context) =>
        AnswerAsync(context, StatusCodes.Status200OK, Services[context.Request.Path.Value!.Split('/')[3]]);

    private static Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private static string Describe(string paths, string schemas) =>
        JsonNode.Parse($$"""{ "openapi": "3.1.1", "paths": { {{paths}} }, "components": { "schemas": { {{schemas}} } } }""")!.ToJsonString(JsonSerializerOptions.Default);
}
