using System.Reflection;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class TopicFileTests
{
    private static readonly string[] Subscribers = [AppIds.EventCore, AppIds.Seats, AppIds.Booking, AppIds.Search];

    private static readonly IReadOnlyList<string[]> Lines =
        [.. File.ReadLines(Repository.PathTo("deploy/kafka/topics")).Where(line => !line.StartsWith('#')).Select(line => line.Split(' '))];

    [Fact]
    public void Every_topic_is_made_beforehand_and_no_other()
    {
        var topics = typeof(Topics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!);
        var deadLetters = Subscribers.Select(app => $"event.deadletter.{app}");
        var heartbeats = Connector.All.Select(connector => $"__debezium-heartbeat.{connector["topic.prefix"]}");

        Assert.Equal([.. topics.Concat(deadLetters).Concat(heartbeats).Order()], Lines.Select(line => line[0]).Order());
    }

    [Fact]
    public void Messages_are_kept_longer_than_they_are_retried_and_the_largest_fits() => Assert.All(
        Lines.Where(line => line[0].StartsWith("event.", StringComparison.Ordinal)),
        line =>
        {
            Assert.True(TimeSpan.FromMilliseconds(long.Parse(line[2])) > TimeSpan.FromDays(3), line[0]);
            Assert.True(int.Parse(line[3]) > 256 * 1024, line[0]);
        });
}
