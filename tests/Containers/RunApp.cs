using YamlDotNet.Serialization;

namespace TicketBooking.Containers;

/// <summary>One app of a run file, and its sidecar's ports.</summary>
internal sealed class RunApp
{
    [YamlMember(Alias = "appID", ApplyNamingConventions = false)]
    public string AppId { get; init; } = "";

    public string AppDirPath { get; init; } = ".";

    /// <summary>0: the app hears nothing.</summary>
    public int AppPort { get; init; }

    [YamlMember(Alias = "daprHTTPPort", ApplyNamingConventions = false)]
    public int DaprHttpPort { get; init; }

    [YamlMember(Alias = "daprGRPCPort", ApplyNamingConventions = false)]
    public int DaprGrpcPort { get; init; }

    [YamlMember(Alias = "daprInternalGRPCPort", ApplyNamingConventions = false)]
    public int DaprInternalGrpcPort { get; init; }

    public int MetricsPort { get; init; }

    public List<string> Command { get; init; } = [];

    public Dictionary<string, string> Env { get; init; } = [];
}
