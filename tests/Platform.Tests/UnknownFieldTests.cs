using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class UnknownFieldTests
{
    [Theory]
    [InlineData("""{"name":"abc","seatCount":1,"colour":"red"}""", "colour")]
    [InlineData("""{"name":"abc","seatCount":1,"name ":"x","seats":2}""", "name ", "seats")]
    [InlineData("""{"parts":[{"label":"a"},{"label":"b","size":{"deep":1}}]}""", "parts[1].size")]
    [InlineData("""{"inner":{"label":"a","\u0073ize":1}}""", "inner.size")]
    [InlineData("""{"ignored":1,"inner":{"ignored":1}}""", "inner.ignored")]
    [InlineData("""{"fixed":1,"colour":"red"}""", "colour")]
    [InlineData("""{"inner":{"fixed":1}}""", "inner.fixed")]
    [InlineData("""{"later":[{"label":"a","size":1}]}""", "later[0].size")]
    public async Task Fields_that_a_body_has_and_its_type_has_not_are_400_by_name(string body, params string[] fields)
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "/things", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:unknown-fields", problem.GetProperty("type").GetString());
        Assert.Equal(fields, problem.GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
    }

    [Theory]
    [InlineData("""{"name":"abc","inner":{"label":"a"},"parts":[{"label":"b"}],"words":{"any":"word"}}""")]
    [InlineData("""{"NAME":"abc","Inner":null,"parts":[null]}""")]
    [InlineData("""{"name":"abc","ignored":[{"any":1}],"Ignored":2}""")]
    public async Task Known_and_ignored_fields_reach_the_handler(string body)
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "/things", body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("""{"name":"abc",""", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_a_route_cannot_change_are_400_by_name()
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "/things", """{"name":"abc","Fixed":1,"ignored":2,"firm":null}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:unchangeable-fields", problem.GetProperty("type").GetString());
        Assert.Equal(["Fixed", "firm"], problem.GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
    }

    [Theory]
    [InlineData("{\"colour\":")]
    [InlineData("[{\"colour\":1}]")]
    [InlineData("""{"inner":[1]}""")]
    public async Task A_body_of_another_shape_is_what_it_was_before(string body)
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "/things", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:bad-request", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_raw_body_is_not_looked_into()
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "/raw", """{"colour":"red"}""");

        Assert.Equal("""{"colour":"red"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_of_more_than_4_MiB_is_413()
    {
        await using var service = await StartAsync();

        using var answer = await PostAsync(service, "/things", $$"""{"name":"{{new string('a', 4 << 20)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_answer_repeats_little_of_a_hostile_body()
    {
        await using var service = await StartAsync();
        var names = Enumerable.Range(0, 1000).Select(i => $"\"{new string('x', 1000)}{i}\":1");

        using var answer = await PostAsync(service, "/things", $"{{{string.Join(',', names)}}}");

        Assert.InRange((await answer.Content.ReadAsStringAsync()).Length, 1, 4000);
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(app =>
    {
        app.UseKnownFieldsOnly();
        app.MapPost("/things", (TestThing body) => TypedResults.Ok(body)).WithIgnoredFields("ignored").WithUnchangeableFields("fixed", "firm");
        app.MapPost("/raw", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return await reader.ReadToEndAsync();
        });
    });

    private static async Task<HttpResponseMessage> PostAsync(TestService service, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };

        // Else the answer to a body that is too large may find its client still writing, which then reads no answer.
        request.Headers.ExpectContinue = true;
        return await service.Client.SendAsync(request);
    }
}
