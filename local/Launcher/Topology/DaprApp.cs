using YamlDotNet.Serialization;

namespace TicketBooking.Launcher.Topology;

/// <summary>One app and its sidecar's ports.</summary>
internal sealed class DaprApp
{
    [YamlMember(Alias = "appID", ApplyNamingConventions = false)]
    public string AppId { get; init; } = "";

    public string AppDirPath { get; init; } = ".";

    public int AppPort { get; init; }

    [YamlMember(Alias = "daprHTTPPort", ApplyNamingConventions = false)]
    public int DaprHttpPort { get; init; }

    [YamlMember(Alias = "daprGRPCPort", ApplyNamingConventions = false)]
    public int DaprGrpcPort { get; init; }

    public List<string> Command { get; init; } = [];

    public Dictionary<string, string> Env { get; init; } = [];
}
