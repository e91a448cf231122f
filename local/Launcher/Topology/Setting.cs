namespace TicketBooking.Launcher.Topology;

/// <summary>The addresses and secrets of this system.</summary>
internal sealed record Setting(string Root, string Components, int PortOffset, PostgresAddress Postgres, Secrets Secrets)
{
    public const int GatewayPort = 8080;
    public const int SimulatorPort = 12111;
    public const int PostgresPort = 15432;
    public const int RelayHttpPort = 3509;
    public const int RelayGrpcPort = 13509;

    public IReadOnlyDictionary<string, int> Instances { get; init; } = new Dictionary<string, int>();

    public int Shift(int port) => port + PortOffset;

    public string LocalUrl(int port) => $"http://localhost:{Shift(port)}";

    /// <summary>The same address with its port shifted.</summary>
    public string ShiftUrl(string url)
    {
        var shifted = new UriBuilder(url);
        shifted.Port = Shift(shifted.Port);
        return shifted.Uri.GetLeftPart(UriPartial.Authority);
    }
}
