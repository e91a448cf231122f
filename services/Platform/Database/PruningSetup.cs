using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TicketBooking.Platform;

/// <summary>Adds the pruning of tables.</summary>
public static class PruningSetup
{
    /// <summary>Deletes a table's old rows at start and every hour; a failure is logged, and the next hour tries again.</summary>
    /// <param name="services">The service's parts.</param>
    /// <param name="table">The table's name, for the log.</param>
    /// <param name="prune">Deletes the old rows and returns how many.</param>
    public static void AddHourlyPruning(
        this IServiceCollection services, string table, Func<IServiceProvider, CancellationToken, Task<int>> prune) =>
        // Not AddHostedService, which ignores a second pruner.
        services.AddSingleton<IHostedService>(provider => new HourlyPruning(
            table,
            cancellationToken => prune(provider, cancellationToken),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HourlyPruning>>()));
}
