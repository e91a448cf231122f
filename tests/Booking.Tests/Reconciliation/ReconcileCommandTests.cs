using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Platform;
using Xunit;

namespace TicketBooking.Booking.Tests.Reconciliation;

public sealed class ReconcileCommandTests
{
    [Theory]
    [InlineData("--days")]
    [InlineData("--days", "0")]
    [InlineData("--days", "91")]
    [InlineData("--days", "many")]
    [InlineData("--settle-seconds", "-1")]
    [InlineData("--settle-seconds", "3601")]
    [InlineData("--no-such-option")]
    [InlineData("word")]
    public async Task What_is_not_understood_ends_with_2_and_compares_nothing(params string[] words)
    {
        Assert.Equal(2, await RunAsync(words));
    }

    [Fact]
    public async Task What_cannot_be_compared_ends_with_2()
    {
        Assert.Equal(2, await RunAsync("--dry-run"));
    }

    [Fact]
    public async Task Help_ends_with_0()
    {
        Assert.Equal(0, await RunAsync("--help"));
    }

    /// <summary>There is no reconciler, so that comparing fails.</summary>
    private static Task<int> RunAsync(params string[] words) => Commands.InvokeAsync(
        ["reconcile", .. words], new ReconcileCommand(new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider()));
}
