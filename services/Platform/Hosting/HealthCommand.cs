using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace TicketBooking.Platform;

/// <summary>
/// <c>health</c>: asks the service that runs on this machine whether it is ready, for containers whose image has no other program to ask with.
/// Exit code: 0 ready, 1 not ready, 2 no answer.
/// </summary>
internal sealed class HealthCommand : Command
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public HealthCommand(IConfiguration configuration)
        : base("health", "Asks the running service whether it is ready.") =>
        SetAction((_, cancellationToken) => AskAsync(Address(configuration), cancellationToken));

    /// <summary>Where the service listens: on the port that its sidecar was given, in a container on that of its image.</summary>
    private static Uri Address(IConfiguration configuration)
    {
        var port = configuration["APP_PORT"] is { Length: > 0 } given ? given : configuration["HTTP_PORTS"]?.Split(';')[0] ?? "8080";
        return new Uri($"http://127.0.0.1:{port}{Health.Path}/ready");
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout };
        using var answer = await client.GetAsync(address, cancellationToken);
        Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellationToken));
        return answer.IsSuccessStatusCode ? 0 : 1;
    }
}
