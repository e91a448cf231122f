using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class CloudEventsTests
{
    [Theory]
    [InlineData("""{"data":{"a":1}}""", "application/json", """{"a":1}""")]
    [InlineData("""{"data":"text","datacontenttype":"text/plain"}""", "text/plain", "text")]
    [InlineData("""{"data":"text"}""", "application/json", "\"text\"")]
    [InlineData("""{"data_base64":"AQID","datacontenttype":"application/octet-stream"}""", "application/octet-stream", "\u0001\u0002\u0003")]
    [InlineData("""{"id":"1"}""", "", "")]
    public async Task An_envelope_is_replaced_by_its_data(string envelope, string contentType, string body) =>
        Assert.Equal((200, $"{contentType}|{body}"), await PostAsync(envelope, "application/cloudevents+json"));

    [Fact]
    public async Task An_envelope_with_two_kinds_of_data_is_refused() =>
        Assert.Equal(400, (await PostAsync("""{"data":1,"data_base64":"AQID"}""", "application/cloudevents+json")).Status);

    [Fact]
    public async Task Any_other_request_is_left_alone() =>
        Assert.Equal((200, """application/json|{"data":1}"""), await PostAsync("""{"data":1}""", "application/json"));

    private static async Task<(int Status, string Echo)> PostAsync(string body, string contentType)
    {
        await using var server = await LocalServer.StartHttpAsync(app =>
        {
            app.UseCloudEvents();
            app.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                await context.Response.WriteAsync($"{context.Request.ContentType}|{await reader.ReadToEndAsync()}");
            });
        });
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await http.PostAsync(server.Address, content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
