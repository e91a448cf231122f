using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests;

/// <summary>A connector of <c>deploy/debezium</c>.</summary>
internal sealed record Connector(string Name, JsonObject Settings)
{
    /// <summary>All of them, in the order in which the run files have their services.</summary>
    public static IReadOnlyList<Connector> All { get; } = [.. new[] { "event-core", "seats", "booking" }.Select(Read)];

    /// <summary>The outbox without its schema.</summary>
    public string Table => this["table.include.list"].Split('.')[1];

    /// <summary>Where its messages go: what Debezium calls the table, as RegexRouter renames it when the whole name matches.</summary>
    public string Topic
    {
        get
        {
            var name = $"{this["topic.prefix"]}.{this["table.include.list"]}";
            var match = Regex.Match(name, $"^(?:{this["transforms.route.regex"]})$");
            return match.Success ? match.Result(this["transforms.route.replacement"]) : name;
        }
    }

    public string this[string key] => (string)Settings[key]!;

    private static Connector Read(string name) =>
        new(name, JsonNode.Parse(File.ReadAllText(Repository.PathTo($"deploy/debezium/{name}.json")))!.AsObject());
}
