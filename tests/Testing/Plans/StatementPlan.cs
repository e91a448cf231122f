using System.Text.Json;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>How the server ran a statement.</summary>
/// <param name="Query">Its text.</param>
/// <param name="Explanation">PostgreSQL's words, for a test that fails.</param>
/// <param name="Nodes">All steps.</param>
/// <param name="Buffers">Pages of 8 KiB that were looked at; a page that is looked at twice counts twice.</param>
public sealed record StatementPlan(string Query, string Explanation, IReadOnlyList<PlanNode> Nodes, long Buffers)
{
    public static StatementPlan Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.GetProperty("Plan");
        return new(
            document.RootElement.GetProperty("Query Text").GetString()!,
            json,
            [.. NodesOf(root)],
            root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64());
    }

    /// <summary>Fails unless the statement looks up what it is asked for: no step reads a big table whole, or more than so many rows.</summary>
    /// <param name="rows">The most that it may take to answer.</param>
    /// <param name="bigTables">Their names.</param>
    public void LooksUpAtMost(int rows, params string[] bigTables)
    {
        var whole = Nodes.FirstOrDefault(node => node.Type == "Seq Scan" && bigTables.Contains(node.Relation));
        Assert.True(whole is null, $"{whole?.Relation} is read whole: {Explanation}");
        Assert.True(Nodes.All(node => node.Rows <= rows), $"A step reads more than {rows} rows: {Explanation}");
        // A row that is updated takes some pages of each index.
        Assert.True(Buffers <= 200 + (50L * rows), $"{Buffers} buffers for {rows} rows: {Explanation}");
    }

    private static IEnumerable<PlanNode> NodesOf(JsonElement node)
    {
        var loops = node.GetProperty("Actual Loops").GetInt64();
        var rows = Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck");
        yield return new(
            node.GetProperty("Node Type").GetString()!, node.TryGetProperty("Relation Name", out var name) ? name.GetString()! : "", rows * loops);
        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var descendant in children.EnumerateArray().SelectMany(NodesOf))
            {
                yield return descendant;
            }
        }
    }

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}

/// <summary>A step of a plan.</summary>
/// <param name="Type">In PostgreSQL's words, e.g. <c>Index Scan</c>.</param>
/// <param name="Relation">The table, if it reads one.</param>
/// <param name="Rows">Rows that it read in all, also those that it left out.</param>
public sealed record PlanNode(string Type, string Relation, double Rows);
