using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Schemas;

/// <summary>services/Contracts/schemas says to other languages what is on the wire.</summary>
public sealed class SchemaTests
{
    private const string ChangeEventName = "change-event";
    private static readonly Guid EventId = Guid.Parse("0199d3c4-5b1e-7c3a-9f00-000000000002");

    private static readonly string[] All = [.. RecordSchema.Records.Keys, ChangeEventName];

    /// <summary>The schema of a payload, by the type in its row.</summary>
    private static readonly Dictionary<string, string> ByType = new(StringComparer.Ordinal)
    {
        [MessageTypes.SeatsGenerated] = "seats-generated-message",
        [MessageTypes.SeatsAvailability] = "seats-availability-message",
        [MessageTypes.BookingChanged] = "booking-message",
        [MessageTypes.EventCreated] = "event-message",
        [MessageTypes.EventUpdated] = "event-message",
        [MessageTypes.EventCancelled] = "event-message",
        [MessageTypes.EventDeleted] = "event-message",
    };

    public static TheoryData<string> Records => [.. RecordSchema.Records.Keys];

    public static TheoryData<string> Names => [.. All];

    public static TheoryData<string> GoldenMessages => [.. Directory.EnumerateFiles(Repository.PathTo("tests"), "*-message.json", SearchOption.AllDirectories)
        .Where(file => file.Contains("/Golden/", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Repository.PathTo("tests"), file)).Order()];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_schema_says_what_its_record_says(string name) => Golden.IsUpToDate($"services/Contracts/schemas/{name}.schema.json", RecordSchema.Of(name));

    [Fact]
    public void There_is_no_other_schema() => Assert.Equal(
        All.Order(), Directory.EnumerateFiles(Repository.PathTo("services/Contracts/schemas")).Select(file => Path.GetFileName(file).Split('.')[0]).Order());

    [Theory]
    [MemberData(nameof(GoldenMessages))]
    public void A_golden_message_is_of_its_schema(string file) =>
        Assert.Empty(Faults(Path.GetFileNameWithoutExtension(file), JsonElement.Parse(Filled(File.ReadAllText(Repository.PathTo($"tests/{file}"))))));

    [Fact]
    public void Every_recorded_change_of_a_row_and_its_payload_are_of_their_schemas()
    {
        var changes = RecordedTraffic.Bodies().Select(body => JsonElement.Parse(body)).Where(body => Text(body, "op") is not null).ToList();
        var messages = changes.Select(change => change.GetProperty("after")).Where(row => row.ValueKind == JsonValueKind.Object).ToList();

        Assert.Equal(["c", "d", "r", "u"], changes.Select(change => Text(change, "op")!).Distinct().Order());
        Assert.All(changes, change => Assert.Empty(Faults(ChangeEventName, change)));
        Assert.Equal(["booking.changed", "event.cancelled", "event.created", "seats.generated"], messages.Select(row => Text(row, "type")!).Distinct().Order());
        Assert.All(messages, row => Assert.Empty(Faults(ByType[Text(row, "type")!], JsonElement.Parse(Text(row, "payload")!))));
    }

    [Fact]
    public void A_tombstone_a_heartbeat_and_a_transaction_marker_are_no_change_of_a_row()
    {
        var others = RecordedTraffic.Bodies().Select(body => JsonElement.Parse(body)).Where(body => Text(body, "op") is null).ToList();

        Assert.NotEmpty(others);
        Assert.All(others, other => Assert.NotEmpty(Faults(ChangeEventName, other)));
    }

    [Theory]
    [InlineData("created")]
    [InlineData("read")]
    public void The_relay_s_changes_are_of_the_schema(string golden) =>
        Assert.Empty(Faults(ChangeEventName, JsonElement.Parse(Golden.Read("Local.Tests/OutboxRelay", golden))));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_lacks_a_member_or_has_one_of_another_type_is_refused(string name)
    {
        var example = Example(name);
        Assert.Empty(Faults(name, example.Deserialize<JsonElement>()));

        var bad = SchemaFaults.Of(JsonNode.Parse(Read(name))!, example);

        Assert.NotEmpty(bad);
        Assert.All(bad, one => Assert.True(Faults(name, one.Json).Count > 0, one.What));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_that_a_reader_does_not_know_is_accepted(string name)
    {
        var example = Example(name);
        example["added"] = "later";

        Assert.Empty(Faults(name, example.Deserialize<JsonElement>()));
    }

    [Theory]
    [InlineData("eventId", "\"1\"")]
    [InlineData("startsAt", "\"tomorrow\"")]
    [InlineData("status", "\"POSTPONED\"")]
    [InlineData("version", "1.5")]
    [InlineData("version", "\"1\"")]
    [InlineData("description", "null")]
    public void Text_of_another_form_is_refused(string member, string value)
    {
        var message = Example("event-message");
        message[member] = JsonNode.Parse(value);

        Assert.NotEmpty(Faults("event-message", message.Deserialize<JsonElement>()));
    }

    private static JsonNode Example(string name) => name switch
    {
        ChangeEventName => JsonNode.Parse(Golden.Read("Local.Tests/OutboxRelay", "created"))!,
        "event-message" => JsonNode.Parse(Golden.Read("EventCore.Tests", name))!,
        "event-availability" => JsonSerializer.SerializeToNode(new EventAvailability(EventId, 5, 7, 1), ContractsJson.Default.EventAvailability)!,
        "seat-state" => JsonSerializer.SerializeToNode(new SeatState(EventId, SeatStatuses.Held, 1), ContractsJson.Default.SeatState)!,
        "seat-feed" => JsonSerializer.SerializeToNode(
            new SeatFeed(EventId, 2, new SeatFeedReset(["A1"], ["A2"]), [new(2, [new("A1", SeatStatuses.Held)])]), ContractsJson.Default.SeatFeed)!,
        _ => JsonNode.Parse(Filled(Golden.Read("Seats.Tests", name)))!,
    };

    /// <summary>Some golden files have places for what differs from run to run.</summary>
    private static string Filled(string golden) => golden
        .Replace("{seq}", "1", StringComparison.Ordinal)
        .Replace("{A1}", $"{EventId}", StringComparison.Ordinal)
        .Replace("{A2}", $"{EventId}", StringComparison.Ordinal);

    private static string Read(string name) => File.ReadAllText(Repository.PathTo($"services/Contracts/schemas/{name}.schema.json"));

    private static List<string> Faults(string name, JsonElement json)
    {
        var schema = JsonSchema.FromText(Read(name), new BuildOptions { SchemaRegistry = new() });
        var results = schema.Evaluate(json, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid ? [] : [.. results.Details!.SelectMany(detail => detail.Errors ?? []).Select(error => $"{error.Key}: {error.Value}"), "invalid"];
    }

    private static string? Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? value.GetString() : null;
}
