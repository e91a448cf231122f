using System.Text.Json.Nodes;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class ComponentSetTests
{
    private const string Relay = "outbox-relay";

    private static readonly string[] Apps = [AppIds.Gateway, AppIds.EventCore, AppIds.Booking, AppIds.Search, AppIds.Seats, Relay];

    private static readonly string[] Names =
    [
        ComponentNames.BucketStore, ComponentNames.LiveFeed, ComponentNames.LockStore, Subscriptions.PubSub, "statestore", "secretstore",
    ];

    private static readonly string[] Folders = ["kafka", "redis", "local"];

    public static TheoryData<string> Sets => [.. Folders];

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_set_holds_every_component_the_code_names_and_nothing_else(string set)
    {
        var files = ComponentFile.Of(set);

        Assert.Equal(Names.Order(), files.Where(file => file.Kind == "Component").Select(file => file.Name).Order());
        Assert.Equal(["config", "resiliency"], files.Where(file => file.Kind != "Component").Select(file => file.Name).Order());
        Assert.All(files, file => Assert.Equal($"{file.Name}.yaml", file.FileName));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_component_is_scoped_to_apps_that_there_are(string set) => Assert.All(
        ComponentFile.Of(set).Where(file => file.Kind == "Component"),
        file =>
        {
            Assert.NotEmpty(file.Scopes);
            Assert.Empty(file.Scopes.Except(Apps));
        });

    [Theory]
    [InlineData("kafka", "pubsub.kafka", "pubsub.kafka", "lock.redis", "state.postgresql", "state.redis")]
    [InlineData("redis", "pubsub.redis", "pubsub.redis", "lock.redis", "state.redis", "state.redis")]
    [InlineData("local", "pubsub.embedded", "pubsub.broadcast", "lock.embedded", "state.embedded", "state.embedded")]
    public void A_set_has_its_own_types(string set, string pubsub, string liveFeed, string locks, string state, string buckets)
    {
        var types = Components(set).ToDictionary(file => file.Name, file => file.Type);

        Assert.Equal(
            (pubsub, liveFeed, locks, state, buckets),
            (types[Subscriptions.PubSub], types[ComponentNames.LiveFeed], types[ComponentNames.LockStore], types["statestore"], types[ComponentNames.BucketStore]));
        Assert.All(Components(set), file => Assert.Equal(file.Type == "state.postgresql" ? "v2" : "v1", file.Version));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("local")]
    public void A_component_has_the_same_scopes_in_each_set_but_for_the_relay(string set)
    {
        var scopes = Components("kafka").ToDictionary(file => file.Name, file => file.Scopes);

        Assert.All(
            Components(set).Where(file => file.Name != "secretstore"),
            file => Assert.Equal(scopes[file.Name].Order(), file.Scopes.Where(app => app != Relay).Order()));
        Assert.Contains(Relay, Components(set).Single(file => file.Name == Subscriptions.PubSub).Scopes);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_key_is_one_that_the_component_reads(string set) => Assert.All(
        Components(set),
        file => Assert.Empty(file.Metadata.Select(entry => (string)entry["name"]!).Except(KnownKeys.Metadata[file.Type])));

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_reference_to_a_secret_leads_to_the_secret_store_in_scope(string set)
    {
        var store = Components(set).Single(file => file.Name == "secretstore");

        Assert.All(
            Components(set).Where(file => file.Metadata.Any(entry => entry["secretKeyRef"] is not null)),
            file =>
            {
                Assert.Equal("secretstore", (string?)file.Content["auth"]?["secretStore"]);
                Assert.Empty(file.Scopes.Except(store.Scopes));
            });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Workflows_are_kept_by_one_store_that_only_booking_has(string set)
    {
        var actors = Components(set).Where(file => file.Value("actorStateStore") == "true");

        Assert.Equal(["statestore"], actors.Select(file => file.Name));
        Assert.Equal([AppIds.Booking], Components(set).Single(file => file.Name == "statestore").Scopes);
    }

    [Fact]
    public void Retries_outlast_a_day_in_every_set_and_are_the_same()
    {
        var policies = Array.ConvertAll(Folders, Policies);

        var delivery = policies[0]["policies"]!["retries"]!["delivery"]!;
        Assert.True(int.Parse((string)delivery["maxRetries"]!) * 15 > TimeSpan.FromDays(1).TotalSeconds);
        Assert.Equal("15s", (string?)delivery["maxInterval"]);
        Assert.All(policies, other => Assert.True(JsonNode.DeepEquals(policies[0], other)));
    }

    [Fact]
    public void Access_is_the_same_in_every_set_but_for_what_happens_to_strangers()
    {
        var kafka = Access("kafka");

        Assert.Equal(Apps.Order(), kafka["policies"]!.AsArray().Select(policy => (string)policy!["appId"]!).Order());
        Assert.All(kafka["policies"]!.AsArray(), policy => Assert.Equal("deny", (string?)policy!["defaultAction"]));
        Assert.All(["redis", "local"], set => Assert.True(JsonNode.DeepEquals(kafka["policies"], Access(set)["policies"])));
        Assert.Equal(("allow", "allow", "deny"), (Default("kafka"), Default("redis"), Default("local")));
    }

    private static IReadOnlyList<ComponentFile> Components(string set) => [.. ComponentFile.Of(set).Where(file => file.Kind == "Component")];

    private static JsonNode Policies(string set) => ComponentFile.Of(set).Single(file => file.Name == "resiliency").Content["spec"]!;

    private static JsonNode Access(string set) => ComponentFile.Of(set).Single(file => file.Name == "config").Content["spec"]!["accessControl"]!;

    private static string? Default(string set) => (string?)Access(set)["defaultAction"];
}
