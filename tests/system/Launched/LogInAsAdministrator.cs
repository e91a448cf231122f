using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Launched;

[Collection(nameof(LaunchedCollection))]
public sealed class LogInAsAdministrator(LocalSystem system)
{
    [Fact]
    public async Task The_administrator_the_launcher_prints_can_log_in()
    {
        var admin = await Account.LogInAsync(system, "admin", system.AdminPassword);

        Assert.Equal("ADMIN", admin.GetProperty("role").GetString());
        Assert.Contains(system.AdminPassword, system.Output, StringComparison.Ordinal);
    }
}
