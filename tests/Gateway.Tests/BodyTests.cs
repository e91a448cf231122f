using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>Which bodies and paths the gateway passes on.</summary>
public sealed class BodyTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Holds = "/api/v1/booking/holds";
    private const string Stripe = "/api/v1/booking/webhook/stripe";

    public static TheoryData<string> Closed =>
        [Holds, "/bookings/confirm", "/api/v1/venue/create", "/api/v1/booking/bookings/0199d3c4-5b1e-7c3a-9f00-000000000001/cancel", "/api/v1/admin/ban/user/0199d3c4-5b1e-7c3a-9f00-000000000001"];

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_body_without_a_content_type_is_415_before_401(string path)
    {
        using var untyped = await PostAsync(path, type: null, "{}"u8.ToArray());
        using var typed = await PostAsync(path, "application/json", "{}"u8.ToArray());

        await AssertProblemAsync(untyped, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await AssertProblemAsync(typed, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_post_without_a_body_needs_no_content_type(string path)
    {
        using var answer = await PostAsync(path, type: null, []);

        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/JSON; Charset=\"Utf-8\"")]
    [InlineData("application/vnd.stripe+json")]
    public async Task Json_in_UTF_8_is_taken_and_its_type_passed_on_as_sent(string type)
    {
        var heard = "";
        gateway.Sidecar.Service = context =>
        {
            heard = context.Request.ContentType;
            return Task.CompletedTask;
        };

        using var answer = await PostAsync(Stripe, type, "{}"u8.ToArray());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, heard);
    }

    [Theory]
    [InlineData(Stripe, "application/json; charset=utf-16")]
    [InlineData(Stripe, "text/plain")]
    [InlineData("/api/v1/auth/login", "application/json; charset=klingon")]
    [InlineData("/api/v1/auth/logout", "application/x-www-form-urlencoded")]
    public async Task Another_type_or_charset_is_415(string path, string type)
    {
        using var answer = await PostAsync(path, type, "a=1"u8.ToArray());

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    public static TheoryData<string, byte[]> NoText => new()
    {
        { "an escaped NUL", """{"a":"\u0000"}"""u8.ToArray() },
        { "a NUL", "{\"a\":\"\0\"}"u8.ToArray() },
        { "half a pair", """{"a":"\ud800"}"""u8.ToArray() },
        { "half a pair as a name", """{"\udfff":1}"""u8.ToArray() },
        { "a byte that is not UTF-8", [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8] },
        { "a surrogate in UTF-8", [.. "{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
    };

    [Theory]
    [MemberData(nameof(NoText))]
    public async Task A_body_that_is_no_text_is_400_and_goes_no_further(string flaw, byte[] body)
    {
        foreach (var path in (string[])[Stripe, "/bookings/confirm", Holds])
        {
            using var answer = await PostAsync($"{path}?{flaw.Replace(' ', '-')}", "application/json", body, TestTokens.Issue());

            await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "malformed-text");
        }

        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.EndsWith(flaw.Replace(' ', '-'), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/search/events?q=%00")]
    [InlineData("/api/v1/search/events?q=%ff")]
    [InlineData("/nowhere?%ed%a0%80")]
    public async Task A_query_that_is_no_text_is_400_and_goes_no_further(string target)
    {
        using var answer = await gateway.Client.GetAsync(new Uri(target, UriKind.Relative));

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "malformed-text");
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.EndsWith(target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/api/v1/event/not-a-guid")]
    [InlineData("GET", "/api/v1/venue/not-a-guid")]
    [InlineData("POST", "/api/v1/booking/bookings/1/cancel")]
    [InlineData("GET", "/api/v1/booking/bookings/%ff")]
    [InlineData("GET", "/api/events/not-a-guid")]
    [InlineData("GET", "/sse/events/not-a-guid/seats")]
    public async Task What_is_no_id_is_404_without_a_token(string method, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), target);

        using var answer = await gateway.Client.SendAsync(request);

        await AssertProblemAsync(answer, HttpStatusCode.NotFound, "not-found");
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.EndsWith(target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("/api/events/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("/health/live")]
    [InlineData("/docs/index.html")]
    public async Task HEAD_works_where_GET_does_and_is_a_GET_to_the_service(string path)
    {
        gateway.Sidecar.Service = context => context.Response.WriteAsync("what GET says");
        using var get = await gateway.Client.GetAsync(new Uri(path, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var head = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.NotEmpty(await get.Content.ReadAsByteArrayAsync());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.StartsWith("HEAD", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? type, byte[] body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await gateway.Client.SendAsync(request);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
    }
}
