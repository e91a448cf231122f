using System.CommandLine;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Security;

/// <summary>
/// <c>dotnet EventCore.dll mint-buyers --count N</c>: makes accounts for load tests and prints an access token of each, a line each. Their
/// common password is random and told to none. Refused outside Development. Exit code: 0 done, else 1.
/// </summary>
internal sealed class MintBuyersCommand : Command
{
    private const int Done = 0;
    private const int Refused = 1;
    private const int Batch = 1000;

    public MintBuyersCommand(IServiceProvider services)
        : base("mint-buyers", "Makes accounts for load tests and prints an access token of each. Refused outside Development.")
    {
        var count = new Option<int>("--count") { Description = "How many", DefaultValueFactory = _ => 1 };
        Add(count);
        SetAction((parsed, cancellationToken) => MintAsync(services, parsed.GetValue(count), cancellationToken));
    }

    private static async Task<int> MintAsync(IServiceProvider services, int count, CancellationToken cancellationToken)
    {
        if (!services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            await Console.Error.WriteLineAsync("Buyers are minted in Development only: set ASPNETCORE_ENVIRONMENT.");
            return Refused;
        }

        var password = services.GetRequiredService<Passwords>().Hash(Guid.CreateVersion7().ToString());
        for (var minted = 0; minted < count; minted += Batch)
        {
            await MintAsync(services, Math.Min(Batch, count - minted), password, cancellationToken);
        }

        return Done;
    }

    private static async Task MintAsync(IServiceProvider services, int count, string password, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EventCoreContext>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        User[] users = [.. Enumerable.Range(0, count).Select(_ => NewUser(password, now))];
        db.Users.AddRange(users);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var token in await services.GetRequiredService<AccessTokens>().IssueAsync(users, cancellationToken))
        {
            await Console.Out.WriteLineAsync(token);
        }
    }

    private static User NewUser(string password, DateTimeOffset now)
    {
        var name = $"buyer-{Guid.CreateVersion7(now):N}";
        return User.Create(name, $"{name}@example.test", password, Roles.User, now);
    }
}
