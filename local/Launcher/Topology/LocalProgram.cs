namespace TicketBooking.Launcher.Topology;

/// <summary>A program of local/: sidecar, relay, simulator.</summary>
internal static class LocalProgram
{
    /// <summary>Their logs are read by a person, so: one line each, and not one for every request or statement.</summary>
    private static readonly IReadOnlyDictionary<string, string> Logging = new Dictionary<string, string>
    {
        ["Logging__Console__FormatterName"] = "simple",
        ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
        ["Logging__LogLevel__Microsoft.Hosting"] = "Warning",
        ["Logging__LogLevel__System.Net.Http"] = "Warning",
        ["Logging__LogLevel__Npgsql"] = "Warning",
    };

    public static ProcessPlan Create(string name, string project, Setting setting, Dictionary<string, string> environment)
    {
        return new(name, setting.Root, ["dotnet", BuiltAs.PathOf(project)], new Dictionary<string, string>(Logging.Concat(environment)));
    }
}
