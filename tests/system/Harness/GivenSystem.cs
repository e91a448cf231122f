using TicketBooking.ChildProcesses;
using TicketBooking.Testing;

namespace TicketBooking.SystemHarness;

/// <summary>A system that the environment names; tests/README.md lists the variables.</summary>
public sealed class GivenSystem : RunningSystem
{
    private readonly Uri _stripe = AddressIn("TICKETS_STRIPE");
    private readonly string[] _control = Words("TICKETS_CONTROL");

    /// <summary>Whether the environment names one.</summary>
    public static bool IsNamed => Find("TICKETS_GATEWAY") is not null;

    public override HttpClient Gateway { get; } = new() { BaseAddress = AddressIn("TICKETS_GATEWAY") };

    public override IReadOnlyList<Uri> HealthAddresses { get; } = [.. Words("TICKETS_HEALTH").Select(text => new Uri(text))];

    public override HttpClient NewStripeClient() => new() { BaseAddress = _stripe };

    public override async ValueTask InitializeAsync() => await UntilReadyAsync();

    public override async Task<(int ExitCode, string Answer)> TryCommandAsync(params string[] words)
    {
        if (_control.Length == 0)
        {
            throw new InvalidOperationException($"TICKETS_CONTROL is not set: nothing can do \"{string.Join(' ', words)}\".");
        }

        return await ServiceProcess.RunAsync(new ChildCommand(_control[0], [.. _control[1..], .. words]));
    }

    private static Uri AddressIn(string variable) =>
        new(Find(variable) ?? throw new InvalidOperationException($"{variable} is not set: an address such as http://localhost:8080."));

    private static string[] Words(string variable) => Find(variable)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Find(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
