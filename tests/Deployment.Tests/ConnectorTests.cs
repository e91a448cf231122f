using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class ConnectorTests
{
    [Fact]
    public void There_is_a_connector_for_each_topic_of_an_outbox_and_no_other_file()
    {
        Assert.Equal([Topics.EventOutbox, Topics.SeatOutbox, Topics.BookingOutbox], Connector.All.Select(connector => connector.Topic));
        Assert.Equal(
            Connector.All.Select(connector => $"{connector.Name}.json").Order(),
            Directory.EnumerateFiles(Repository.PathTo("deploy/debezium"), "*.json").Select(Path.GetFileName).OfType<string>().Order());
    }

    [Fact]
    public void Every_key_is_one_that_Debezium_or_Connect_reads() => Assert.All(
        Connector.All,
        connector => Assert.Empty(connector.Settings.Select(pair => pair.Key).Except(KnownKeys.Connector)));

    [Fact]
    public void Connectors_differ_in_their_database_only()
    {
        var settings = Connector.All.Select(connector => connector.Settings.ToDictionary(
            pair => pair.Key,
            pair => ((string)pair.Value!).Replace(connector.Table, "TABLE", StringComparison.Ordinal)
                .Replace(connector["database.dbname"], "DATABASE", StringComparison.Ordinal)));

        Assert.Single(settings.Select(pairs => string.Join('\n', pairs)).Distinct());
    }

    [Fact]
    public void Slots_prefixes_and_heartbeats_are_each_connector_s_own()
    {
        Assert.Equal(Connector.All.Count, Connector.All.Select(connector => connector["slot.name"]).Distinct().Count());
        Assert.Equal(Connector.All.Count, Connector.All.Select(connector => connector["topic.prefix"]).Distinct().Count());
        Assert.All(Connector.All, connector => Assert.Matches("^[a-z0-9_]{1,63}$", connector["slot.name"]));
    }

    [Fact]
    public void A_connector_reads_the_database_of_its_service()
    {
        var apps = RunFileTests.Apps(YamlFile.Read("dapr.yaml")).ToDictionary(app => (string)app["appID"]!);

        Assert.All(Connector.All, connector => Assert.Contains(
            $"Database={connector["database.dbname"]};", (string)apps[connector.Name]["env"]!["ConnectionStrings__Database"]!, StringComparison.Ordinal));
    }

    [Fact]
    public void The_key_of_a_message_is_the_aggregate() => Assert.All(
        Connector.All,
        connector => Assert.Equal($"{connector["table.include.list"]}:aggregate_id", connector["message.key.columns"]));
}
