using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Platform.Tests;

/// <summary>Which bodies and queries a service takes, whatever stands in front of it.</summary>
public sealed class BodyTests
{
    private const string Thing = """{"name":"abc"}""";

    [Theory]
    [InlineData("""{"a":"é 🎭"}""", true)]
    [InlineData("""{"a":"\u00e9 \ud83c\udfad \\u0000 \\\\ud800"}""", true)]
    [InlineData("""{"a":"\\\u0000"}""", false)]
    [InlineData("""{"a":"\u0000"}""", false)]
    [InlineData("""{"\u0000":1}""", false)]
    [InlineData("""{"a":"\ud800"}""", false)]
    [InlineData("""{"a":"\udc00\ud800"}""", false)]
    [InlineData("""{"a":"\ud800\ud800"}""", false)]
    [InlineData("""{"a":"\ud800x\udc00"}""", false)]
    [InlineData("""{"a":"\ud83c\uDFAD","b":"\uDFAD"}""", false)]
    [InlineData("""["\u00""", true)]
    [InlineData("""["\""", true)]
    [InlineData("{\"a\":\"\0\"}", false)]
    [InlineData("", true)]
    public void Text_is_well_formed_without_NUL_and_half_a_pair(string json, bool expected) =>
        Assert.Equal(expected, JsonText.IsWellFormed(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("ff")]
    [InlineData("c080")]
    [InlineData("eda080")]
    [InlineData("f4908080")]
    public void Text_is_well_formed_in_UTF_8_only(string hex) =>
        Assert.False(JsonText.IsWellFormed([.. "{\"a\":\""u8, .. Convert.FromHexString(hex), .. "\"}"u8]));

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("APPLICATION/JSON; CHARSET=\"UTF-8\"")]
    [InlineData("application/vnd.example+json; v=1; charset=UTF-8")]
    public async Task Json_in_UTF_8_is_taken_however_its_type_is_written(string type)
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, type, Encoding.UTF8.GetBytes(Thing));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/json; charset=")]
    public async Task Another_type_or_charset_is_415(string? type)
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, type, Encoding.UTF8.GetBytes(Thing));

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Theory]
    [InlineData("""{"name":"\u0000"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"abc","\ud800":1}""")]
    [InlineData("""{"ignored":["\udfff"]}""")]
    [InlineData("{\"name\":\"abc\"}\0")]
    public async Task Text_that_cannot_be_kept_is_400(string body)
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "application/json", Encoding.UTF8.GetBytes(body));

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "malformed-text");
    }

    [Fact]
    public async Task A_byte_order_mark_hides_no_unknown_field()
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "application/json", Encoding.UTF8.GetBytes("\uFEFF{\"colour\":1}"));

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "unknown-fields");
    }

    [Theory]
    [InlineData("q=%00")]
    [InlineData("q=a%00b&page=1")]
    [InlineData("%ff=1")]
    [InlineData("q=%ed%a0%80")]
    [InlineData("q=%c0%80")]
    public async Task A_query_that_is_no_text_is_400(string query)
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync($"/things?{query}");

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "malformed-text");
    }

    [Theory]
    [InlineData("q=100%")]
    [InlineData("q=%zz+%C3%A9%F0%9F%8E%AD")]
    [InlineData("q=%25%30%30")]
    public async Task Another_query_is_taken(string query)
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync($"/things?{query}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/things", HttpStatusCode.OK)]
    [InlineData("/post-only", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    public async Task HEAD_answers_as_GET_without_the_body(string path, HttpStatusCode status)
    {
        await using var service = await StartAsync();
        using var get = await service.Client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var head = await service.Client.SendAsync(request);

        Assert.Equal(status, head.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    [InlineData("text/html;q=0.1")]
    [InlineData("image/*")]
    public async Task A_problem_is_the_same_whatever_the_client_accepts(string accept)
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing") { Headers = { { "Accept", accept } } };

        using var answer = await service.Client.SendAsync(request);

        var problem = await AssertProblemAsync(answer, HttpStatusCode.NotFound, "not-found");
        Assert.Equal("Not Found", problem.GetProperty("title").GetString());
        Assert.Equal(["type", "title", "status", "traceId"], problem.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task No_answer_names_the_server()
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync("/things");

        Assert.Empty(answer.Headers.Server);
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(app =>
    {
        app.UseKnownFieldsOnly();
        app.MapPost("/things", (TestThing body) => TypedResults.Ok(body)).WithIgnoredFields("ignored");
        app.MapGet("/things", (string? q) => TypedResults.Ok(new { q }));
        app.MapPost("/post-only", () => TypedResults.Ok());
    });

    private static async Task<HttpResponseMessage> PostAsync(TestService service, string? type, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await service.Client.PostAsync("/things", content);
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(new MediaTypeHeaderValue("application/problem+json"), answer.Content.Headers.ContentType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }
}
