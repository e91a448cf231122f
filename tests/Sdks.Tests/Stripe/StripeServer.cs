using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Stripe;

namespace TicketBooking.Sdks.Tests;

/// <summary>Answers what a test says, one answer after another (the last for ever), and records what it is asked.</summary>
internal sealed class StripeServer : IAsyncDisposable
{
    private readonly Queue<Func<HttpContext, Task>> _answers = new();
    private LocalServer _server = null!;

    public List<(string Method, string Url, string Body, IHeaderDictionary Headers)> Requests { get; } = [];

    public static async Task<StripeServer> StartAsync()
    {
        var stripe = new StripeServer();
        stripe._server = await LocalServer.StartHttpAsync(app => app.Run(stripe.AnswerAsync));
        return stripe;
    }

    public StripeServer Answer(int status, string body, params (string Name, string Value)[] headers) => Answer(async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    });

    public StripeServer Answer(Func<HttpContext, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public StripeClient Client(int retries = 2) => new(
        apiKey: "sk_test_1",
        httpClient: new SystemNetHttpClient(maxNetworkRetries: retries) { RetryDelay = _ => TimeSpan.Zero },
        apiBase: _server.Address.ToString().TrimEnd('/'));

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var request = context.Request;
        Requests.Add((request.Method, request.Path + request.QueryString.Value, await body.ReadToEndAsync(), new HeaderDictionary(request.Headers.ToDictionary())));
        await (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(context);
    }
}
