using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TicketBooking.Platform.Tests.Schemas;

/// <summary>The doc comments of an assembly, as plain text. Properties have the names that they have in JSON.</summary>
internal sealed partial class DocComments(string file)
{
    private readonly Dictionary<string, XElement> _members =
        XDocument.Load(file).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public string Of(Type record) => Text(_members[$"T:{record.FullName}"].Element("summary")!);

    /// <param name="record">The record.</param>
    /// <param name="property">Its name in JSON.</param>
    public string Of(Type record, string property) => Text(_members[$"T:{record.FullName}"].Elements("param")
        .Single(param => JsonNamingPolicy.CamelCase.ConvertName(param.Attribute("name")!.Value) == property));

    private static string Text(XElement comment) => WhiteSpace().Replace(string.Concat(comment.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => NameOf(see.Attribute("cref")!.Value),
        XElement element => element.Value,
        _ => $"{node}",
    };

    private static string NameOf(string reference)
    {
        var name = reference.Split('.')[^1];
        return reference.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.CamelCase.ConvertName(name) : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
