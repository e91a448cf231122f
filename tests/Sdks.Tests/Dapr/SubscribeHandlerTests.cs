using Dapr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class SubscribeHandlerTests
{
    [Fact]
    public async Task Subscriptions_are_told_exactly_as_the_vendors_SDK_tells_them() => Assert.Equal(
        """
        [{"topic":"orders","pubsubName":"pubsub","route":"orders"},{"topic":"seats","pubsubName":"pubsub","route":"on/seats","metadata":{"k":"v"},"deadLetterTopic":"seats.dead"}]
        """,
        await SubscribeAsync(app =>
        {
            app.MapPost("/on/seats", Ok).WithTopic(new TopicOptions
            {
                PubsubName = "pubsub", Name = "seats", DeadLetterTopic = "seats.dead", Metadata = new Dictionary<string, string> { ["k"] = "v" },
            });
            app.MapPost("/orders", Ok).WithTopic("pubsub", "orders");
            app.MapPost("/none", Ok);
        }));

    [Fact]
    public async Task Rules_come_in_the_order_of_their_priority_and_the_endpoint_without_one_is_the_default() => Assert.Equal(
        """
        [{"topic":"orders","pubsubName":"pubsub","routes":{"default":"rest","rules":[{"match":"event.type == \u0022a\u0022","path":"a"},{"match":"event.type == \u0022b\u0022","path":"b"}]},"metadata":{"rawPayload":"true"}}]
        """,
        await SubscribeAsync(app =>
        {
            app.MapPost("/b", Ok).WithTopic(new TopicOptions { PubsubName = "pubsub", Name = "orders", Match = "event.type == \"b\"", Priority = 2 });
            app.MapPost("/a", Ok).WithTopic(new TopicOptions { PubsubName = "pubsub", Name = "orders", Match = "event.type == \"a\"", Priority = 1 });
            app.MapPost("/rest", Ok).WithTopic("pubsub", "orders", enableRawPayload: true);
        }));

    private static IResult Ok() => Results.Ok();

    private static async Task<string> SubscribeAsync(Action<WebApplication> map)
    {
        await using var server = await LocalServer.StartHttpAsync(app =>
        {
            map(app);
            app.MapSubscribeHandler();
        });
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(server.Address, "/dapr/subscribe"));
    }
}
