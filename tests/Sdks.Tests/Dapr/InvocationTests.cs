using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class InvocationTests : IAsyncLifetime
{
    private LocalServer _sidecar = null!;
    private (string Method, string Url, string Body, string? Token) _seen;
    private int _health = StatusCodes.Status204NoContent;

    public async Task InitializeAsync() => _sidecar = await LocalServer.StartHttpAsync(app =>
    {
        app.MapGet("/v1.0/healthz/{**rest}", () => Results.StatusCode(_health));
        app.MapFallback(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var request = context.Request;
            _seen = (request.Method, request.Path + request.QueryString.Value, await body.ReadToEndAsync(), request.Headers["dapr-api-token"]);
            await context.Response.WriteAsync("answer");
        });
    });

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public async Task A_relative_request_goes_through_the_sidecar_with_the_clients_token()
    {
        using var dapr = Client();
        using var http = dapr.CreateInvokableHttpClient("booking");

        Assert.Equal("answer", await http.GetStringAsync(new Uri("/api/v1/bookings?page=1&q=a%20b", UriKind.Relative)));

        Assert.Equal(("GET", "/v1.0/invoke/booking/method/api/v1/bookings?page=1&q=a%20b", string.Empty, "secret"), _seen);
    }

    [Fact]
    public async Task An_absolute_request_names_the_app_as_its_host_and_sends_no_token_unless_given_one()
    {
        using var http = DaprClient.CreateInvokeHttpClient(daprEndpoint: _sidecar.Address.ToString());
        using var content = new StringContent("{}");

        using var response = await http.PostAsync(new Uri("http://seats/api/v1/seat"), content);

        Assert.Equal(("POST", "/v1.0/invoke/seats/method/api/v1/seat", "{}", null), _seen);
    }

    [Fact]
    public async Task A_request_has_its_own_address_back_after_the_call()
    {
        using var http = DaprClient.CreateInvokeHttpClient("seats", _sidecar.Address.ToString(), "secret");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://seats/x");

        using var response = await http.SendAsync(request);

        Assert.Equal("http://seats/x", request.RequestUri!.ToString());
        Assert.False(request.Headers.Contains("dapr-api-token"));
    }

    [Fact]
    public async Task Health_is_what_the_sidecar_says_or_false_when_it_is_gone()
    {
        using var dapr = Client();
        Assert.True(await dapr.CheckHealthAsync());
        Assert.True(await dapr.CheckOutboundHealthAsync());

        _health = StatusCodes.Status500InternalServerError;
        Assert.False(await dapr.CheckOutboundHealthAsync());

        await _sidecar.DisposeAsync();
        Assert.False(await dapr.CheckHealthAsync());
    }

    private DaprClient Client() => new DaprClientBuilder().UseHttpEndpoint(_sidecar.Address.ToString()).UseDaprApiToken("secret").Build();
}
