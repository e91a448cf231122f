using TicketBooking.Testing;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TicketBooking.Containers;

/// <summary>What <c>dapr run</c> would read of a run file.</summary>
internal sealed class RunFile
{
    public Everywhere Common { get; init; } = new();

    public List<RunApp> Apps { get; init; } = [];

    /// <param name="path">From the root of the repository.</param>
    public static RunFile Read(string path) =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
            .Deserialize<RunFile>(File.ReadAllText(Repository.PathTo(path)));

    internal sealed class Everywhere
    {
        public List<string> ResourcesPaths { get; init; } = [];

        public string ReadBufferSize { get; init; } = "";

        public Dictionary<string, string> Env { get; init; } = [];
    }
}
