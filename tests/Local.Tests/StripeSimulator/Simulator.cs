using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using TicketBooking.StripeSimulator;

namespace TicketBooking.Local.Tests.StripeSimulator;

/// <summary>A running simulator and a client that speaks to it as an SDK would.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    public const string Secret = "sk_test_of_this_test";
    public const string Publishable = "pk_test_of_this_test";
    public const string WebhookSecret = "whsec_of_this_test";
    private const string Basket = "amount=4200&currency=eur&automatic_payment_methods[enabled]=true&metadata[booking_id]=b1";
    private static readonly MediaTypeHeaderValue FormEncoded = new("application/x-www-form-urlencoded");
    private readonly WebApplication _app;

    private Simulator(WebApplication app, string address)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    public static async Task<Simulator> Start(string postgres, string webhookUrl = "", params string[] more)
    {
        var app = await SimulatorApp.CreateAsync(
        [
            "--Simulator:Port=0", $"--Simulator:Postgres={postgres}", $"--Simulator:SecretKey={Secret}",
            $"--Simulator:PublishableKey={Publishable}", $"--Simulator:WebhookUrl={webhookUrl}",
            $"--Simulator:WebhookSecret={WebhookSecret}", "--Simulator:SettlementDelay=00:00:00.050",
            "--Simulator:WebhookRetry=00:00:00.020", "--Logging:LogLevel:Default=Warning", .. more,
        ]);
        await app.StartAsync();
        return new Simulator(app, app.Urls.Single());
    }

    public Task<Reply> Post(string path, string form = "", string? idempotencyKey = null, string key = Secret) =>
        Send(HttpMethod.Post, path, new StringContent(form, FormEncoded), idempotencyKey, key);

    public Task<Reply> Get(string path, string key = Secret) => Send(HttpMethod.Get, path, null, null, key);

    public Task<Reply> Create(string more = "") => Post("/v1/payment_intents", $"{Basket}&{more}");

    /// <summary>An intent that has been paid.</summary>
    public Task<Reply> Pay(string more = "") => Create($"confirm=true&payment_method=pm_card_visa&{more}");

    public Task<Reply> Confirm(string id, string method) => Post($"/v1/payment_intents/{id}/confirm", $"payment_method={method}");

    public async Task Misbehave(string json)
    {
        using var content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var response = await Http.PostAsync(new Uri("/simulator/behaviour", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<Reply> Send(HttpMethod method, string path, HttpContent? content, string? idempotencyKey, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, JsonDocument.Parse(text).RootElement, text, response.Headers);
    }
}

/// <summary>Status, parsed body and headers of an answer.</summary>
internal sealed record Reply(int Status, JsonElement Json, string Text, HttpResponseHeaders Headers)
{
    public string Id => this["id"];

    public string this[params string[] path]
    {
        get
        {
            var at = path.Aggregate(Json, (element, name) => element.GetProperty(name));
            return at.ValueKind == JsonValueKind.Null ? "null" : at.ToString();
        }
    }

    public string Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
