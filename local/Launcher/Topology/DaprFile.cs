using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TicketBooking.Launcher.Topology;

/// <summary>The part of a multi-app run file (dapr.yaml) that the local system reads.</summary>
internal sealed class DaprFile
{
    public Everywhere Common { get; init; } = new();

    public List<DaprApp> Apps { get; init; } = [];

    public static DaprFile Parse(string yaml) =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
            .Deserialize<DaprFile>(yaml);

    /// <summary>Settings of every app.</summary>
    internal sealed class Everywhere
    {
        public Dictionary<string, string> Env { get; init; } = [];
    }
}
