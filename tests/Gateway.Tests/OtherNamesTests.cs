using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>The second set of paths: the same places under other names.</summary>
public sealed class OtherNamesTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Theory]
    [InlineData("POST", "/bookings/holds", "booking /api/v1/booking/holds")]
    [InlineData("DELETE", "/bookings/holds/0199d3c4-5b1e-7c3a-9f00-000000000001", "booking /api/v1/booking/holds/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("POST", "/bookings/confirm", "booking /api/v1/booking/confirm")]
    [InlineData("POST", "/api/events", "event-core /api/v1/event/create")]
    [InlineData("GET", "/api/events?page=1&x=%2F", "event-core /api/v1/event/events?page=1&x=%2F")]
    [InlineData("GET", "/api/events/%30199d3c45b1e7c3a9f00000000000001", "event-core /api/v1/event/0199d3c45b1e7c3a9f00000000000001")]
    [InlineData("PATCH", "/api/events/0199d3c4-5b1e-7c3a-9f00-000000000001", "event-core /api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("GET", "/api/search/events?q=%D0%A9%2F&sort=price:asc&page=1", "search /api/v1/search/events?q=%D0%A9%2F&sort=price:asc&page=1")]
    public async Task S2_15_a_path_that_is_promised_has_a_route_and_reaches_the_one_handler(string method, string target, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), target);
        request.Headers.Authorization = new("Bearer", TestTokens.Issue());

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"{method} {expected}", gateway.Sidecar.Calls);
    }

    [Theory]
    [InlineData("/api/events/..%2f..%2finternal")]
    [InlineData("/api/events/%252e%252e")]
    [InlineData("/bookings/holds/a%3Fb")]
    public async Task Another_name_leads_nowhere_else(string target)
    {
        var answer = await gateway.Raw.SendAsync(target);

        Assert.Matches("^HTTP/1.1 40[145]", answer);
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.Contains("..", StringComparison.Ordinal) || call.Contains("%25", StringComparison.Ordinal) || call.EndsWith('b'));
    }

    [Theory]
    [InlineData("""{"eventId":"e","holdId":"h","paymentId":"pi_1"}""", """{"holdId":"h","paymentIntentId":"pi_1"}""")]
    [InlineData("""{"holdId":"h","paymentIntentId":"pi_1","more":[1]}""", """{"holdId":"h","paymentIntentId":"pi_1","more":[1]}""")]
    [InlineData("""{"holdId":"h","paymentId":null}""", """{"holdId":"h","paymentIntentId":null}""")]
    [InlineData("""{"holdId":"a","holdId":"b"}""", """{"holdId":"a","holdId":"b"}""")]
    [InlineData("not json", "not json")]
    [InlineData("[1]", "[1]")]
    [InlineData("", "")]
    public async Task A_confirmation_is_translated_into_the_services_own_request(string said, string expected)
    {
        var heard = "";
        gateway.Sidecar.Service = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            heard = context.Request.ContentType + " " + await reader.ReadToEndAsync();
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bookings/confirm") { Content = new StringContent(said, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", TestTokens.Issue());

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(StatusCodes.Status200OK, (int)answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8 " + expected, heard);
    }
}
