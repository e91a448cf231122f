using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TicketBooking.OutboxRelay;
using TicketBooking.OutboxRelay.Envelope;
using TicketBooking.OutboxRelay.Publishing;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

public sealed class BulkPublisherTests
{
    [Fact]
    public async Task What_gathers_while_a_request_is_under_way_goes_together_and_none_waits_for_more()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        var release = new TaskCompletionSource();
        sidecar.Answer = async message =>
        {
            await (message.Key.StartsWith("first", StringComparison.Ordinal) ? release.Task : Task.CompletedTask);
            return 204;
        };
        var options = new RelayOptions { Sidecar = new Uri(sidecar.Url) };
        using var client = new SidecarClient(Options.Create(options));
        await using var publisher = new BulkPublisher("topic", client, options, TimeProvider.System, NullLogger.Instance);

        // It goes at once, and keeps its request under way.
        _ = Publish("first", 0);
        await Eventually.EqualsAsync(1, () => Task.FromResult(sidecar.Asked.Count));
        var all = Enumerable.Range(1, 300).Select(number => Publish($"k{number % 100}", number)).ToArray();
        release.SetResult();
        await Task.WhenAll(all);

        var published = (await sidecar.Acknowledged.NextAsync(1 + 300)).Where(message => message.Key.StartsWith('k')).ToList();
        Assert.Equal(300, published.Count);
        Assert.InRange(published.Select(message => message.Request).Distinct().Count(), 3, 8);
        Assert.All(published.GroupBy(message => message.Request), request => Assert.Distinct(request.Select(message => message.Key)));
        Assert.All(published.GroupBy(message => message.Key), key =>
            Assert.Equal(key.Select(message => int.Parse(message.Type)).Order(), key.Select(message => int.Parse(message.Type))));

        async Task Publish(string key, int number)
        {
            await publisher.RoomAsync(CancellationToken.None);
            await publisher.PublishAsync(new Message(
                $$"""{"aggregate_id":"{{key}}"}""", Encoding.UTF8.GetBytes($$"""{"after":{"type":"{{number}}"} }""")));
        }
    }
}
