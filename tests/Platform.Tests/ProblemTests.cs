using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class ProblemTests
{
    private static Task<TestService> StartAsync() => TestService.StartAsync(app =>
    {
        app.MapPost("/things", (TestBody body) => TypedResults.Ok(body));
        app.MapGet("/things", ([AsParameters] PageQuery page) => TypedResults.Ok(new Page<int>([1], page.Page, page.Size, 41)));
        app.MapGet("/boom", IResult () => throw new InvalidDataException("the secret"));
        app.MapGet("/taken", () => Problem.Conflict("seats-unavailable", "Taken.", null, ("conflicts", new[] { "A1" })));
    });

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"rubbish\"")]
    [InlineData("")]
    public async Task Rubbish_is_400_with_a_problem(string body)
    {
        await using var service = await StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await service.Client.PostAsync("/things", content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task A_problem_for_a_caller_that_has_left_is_no_failure()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };

        await new ProblemWriter(Options.Create(new ProblemDetailsOptions())).WriteAsync(new() { HttpContext = context });

        Assert.Equal("application/problem+json", context.Response.ContentType);
    }

    [Fact]
    public async Task Another_media_type_is_415()
    {
        await using var service = await StartAsync();
        using var content = new StringContent("hello");

        using var answer = await service.Client.PostAsync("/things", content);

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task Invalid_fields_are_named_as_in_the_json()
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.PostAsJsonAsync("/things", new { name = "x", seatCount = 100 });

        var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(["name", "seatCount"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    [Theory]
    [InlineData("page=-1")]
    [InlineData("size=0")]
    [InlineData("size=201")]
    [InlineData("size=many")]
    public async Task A_page_outside_the_bounds_is_400(string query)
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync(new Uri("/things?" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_page_has_the_names_of_the_contract()
    {
        await using var service = await StartAsync();

        var page = await service.Client.GetFromJsonAsync<JsonElement>("/things?page=1");

        Assert.Equal("""{"items":[1],"page":1,"size":20,"totalItems":41,"totalPages":3}""", page.GetRawText());
    }

    [Fact]
    public async Task An_exception_is_500_and_tells_nothing()
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync(new Uri("/boom", UriKind.Relative));

        await AssertProblemAsync(answer, HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_keeps_its_type_and_members()
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync(new Uri("/taken", UriKind.Relative));

        var problem = await AssertProblemAsync(answer, HttpStatusCode.Conflict, "seats-unavailable");
        Assert.Equal("A1", problem.GetProperty("conflicts")[0].GetString());
    }

    [Fact]
    public async Task An_unknown_route_is_404_and_a_wrong_method_405()
    {
        await using var service = await StartAsync();

        using var unknown = await service.Client.GetAsync(new Uri("/nothing", UriKind.Relative));
        using var wrong = await service.Client.DeleteAsync(new Uri("/things", UriKind.Relative));

        await AssertProblemAsync(unknown, HttpStatusCode.NotFound, "not-found");
        await AssertProblemAsync(wrong, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/boom", HttpStatusCode.InternalServerError, "internal-error")]
    public async Task A_client_that_accepts_something_else_gets_the_problem_all_the_same(string path, HttpStatusCode status, string slug)
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");

        using var answer = await service.Client.SendAsync(request);

        await AssertProblemAsync(answer, status, slug);
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        return problem;
    }
}
