using System.Net;
using System.Text;
using System.Text.Json;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

[Collection(TargetGroup.Name)]
public sealed class InvocationConformance(TargetFixture fixture)
{
    private const string Prefix = $"/v1.0/invoke/{ConformanceTarget.AppId}/method";
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(20);
    private readonly string _path = $"/invoked/{Guid.CreateVersion7()}";

    private TestApp App => fixture.Target.App;

    private HttpClient Http => fixture.Target.Http;

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("POST", 201)]
    [InlineData("PUT", 409)]
    [InlineData("PATCH", 422)]
    [InlineData("DELETE", 404)]
    public async Task Verb_query_body_and_status_travel(string verb, int status)
    {
        App.On(_path, async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["x-seen"] = $"{context.Request.Method} {context.Request.QueryString}";
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        using var request = new HttpRequestMessage(new HttpMethod(verb), $"{Prefix}{_path}?a=1&b=%20x");
        request.Content = verb is "GET" or "DELETE" ? null : new StringContent("hello");

        using var answer = await Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal($"{verb} ?a=1&b=%20x", answer.Headers.GetValues("x-seen").Single());
        Assert.Equal(request.Content is null ? "" : "hello", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Headers_travel_but_for_those_of_the_connection()
    {
        var inbox = App.Collect(_path);
        using var request = new HttpRequestMessage(HttpMethod.Get, Prefix + _path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer abc");
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.TryAddWithoutValidation("Connection", "x-private");
        request.Headers.TryAddWithoutValidation("x-private", "mine");
        request.Headers.TryAddWithoutValidation("x-shared", "yours");

        using var answer = await Http.SendAsync(request);

        var seen = (await inbox.NextAsync()).Headers;
        Assert.Equal("Bearer abc", seen["Authorization"]);
        Assert.Equal("yours", seen["x-shared"]);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c", seen["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("x-private", seen.Keys);
    }

    [Fact]
    public async Task A_header_in_UTF_8_travels_both_ways()
    {
        var inbox = App.Collect(_path, context =>
        {
            context.Response.Headers["x-seen"] = context.Request.Headers["x-name"];
            return Task.CompletedTask;
        });
        using var http = new HttpClient(new SocketsHttpHandler
        {
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Http.BaseAddress!, Prefix + _path));
        foreach (var (name, values) in Http.DefaultRequestHeaders)
        {
            request.Headers.Add(name, values);
        }

        request.Headers.TryAddWithoutValidation("x-name", "Beyoncé");

        using var answer = await http.SendAsync(request);

        Assert.Equal("Beyoncé", (await inbox.NextAsync()).Headers["x-name"]);
        Assert.Equal("Beyoncé", answer.Headers.NonValidated["x-seen"].ToString());
    }

    [Fact]
    public async Task An_app_id_header_is_the_other_way_to_call()
    {
        var inbox = App.Collect(_path);
        using var request = new HttpRequestMessage(HttpMethod.Get, _path);
        request.Headers.Add("dapr-app-id", ConformanceTarget.AppId);

        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("dapr-app-id", (await inbox.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task An_event_arrives_while_the_stream_is_still_open()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        App.On(_path, async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await goOn.Task.WaitAsync(GiveUpAfter);
            await context.Response.WriteAsync("data: second\n\n");
        });

        using var answer = await GetStreamAsync();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal("data: first", await lines.ReadLineAsync().WaitAsync(GiveUpAfter));
        goOn.SetResult();
        Assert.Equal("", await lines.ReadLineAsync().WaitAsync(GiveUpAfter));
        Assert.Equal("data: second", await lines.ReadLineAsync().WaitAsync(GiveUpAfter));
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_the_stream_in_the_app()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        App.On(_path, async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await using var _ = context.RequestAborted.Register(left.SetResult);
            await left.Task;
        });

        using (var answer = await GetStreamAsync())
        {
            var stream = await answer.Content.ReadAsStreamAsync();
            Assert.True(await stream.ReadAsync(new byte[16]) > 0);
        }

        await left.Task.WaitAsync(GiveUpAfter);
    }

    [Fact]
    public async Task An_app_that_breaks_off_does_not_look_complete()
    {
        var halfRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        App.On(_path, async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await halfRead.Task.WaitAsync(GiveUpAfter);
            context.Abort();
        });

        using var answer = await GetStreamAsync();
        var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[4]);
        halfRead.SetResult();

        var failure = await Record.ExceptionAsync(() => stream.ReadAsync(new byte[4]).AsTask());
        Assert.True(failure is HttpRequestException or IOException, $"{failure}");
    }

    [Fact]
    public async Task A_streamed_request_body_arrives_whole()
    {
        App.On(_path, async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.WriteAsync($"{body.Length}");
        });
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 300_000))));
        using var request = new HttpRequestMessage(HttpMethod.Post, Prefix + _path) { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await Http.SendAsync(request);

        Assert.Equal("300000", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_chunk_of_a_request_arrives_before_the_next_one_is_sent()
    {
        var first = new TaskCompletionSource<byte>(TaskCreationOptions.RunContinuationsAsynchronously);
        App.On(_path, async context =>
        {
            var buffer = new byte[1];
            await context.Request.Body.ReadExactlyAsync(buffer);
            first.SetResult(buffer[0]);
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, Prefix + _path);
        request.Content = new ChunkedBody(async body =>
        {
            await body.WriteAsync("1"u8.ToArray());
            await body.FlushAsync();
            Assert.Equal((byte)'1', await first.Task.WaitAsync(GiveUpAfter));
            await body.WriteAsync("2"u8.ToArray());
        });

        using var answer = await Http.SendAsync(request);

        Assert.Equal("2", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unknown_app_is_an_error_of_the_sidecar()
    {
        using var answer = await Http.GetAsync("/v1.0/invoke/nobody/method/x");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("ERR_DIRECT_INVOKE", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString());
    }

    private async Task<HttpResponseMessage> GetStreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Prefix + _path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
