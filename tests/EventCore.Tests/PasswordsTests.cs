using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TicketBooking.EventCore.Domain;
using TicketBooking.EventCore.Security;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class PasswordsTests
{
    private readonly Passwords _passwords = new(Options.Create(new PasswordHasherOptions { IterationCount = 20_000 }));

    [Fact]
    public void Checking_a_user_who_is_not_there_costs_what_a_wrong_password_costs()
    {
        var user = UserWith(_passwords.Hash(Api.Password));

        var known = Fastest(() => _passwords.Verify(user, "wrong password"));
        var unknown = Fastest(() => _passwords.Verify(null, "wrong password"));

        // Without the work the ratio is below a thousandth; a busy machine disturbs the least of seven runs, but not so much.
        Assert.InRange(unknown / known, 0.1, 10);
    }

    [Fact]
    public void An_absent_user_has_no_password()
    {
        Assert.Equal(PasswordVerificationResult.Failed, _passwords.Verify(null, Api.Password));
        Assert.Equal(PasswordVerificationResult.Failed, _passwords.Verify(null, ""));
    }

    [Fact]
    public void A_hash_made_with_less_work_is_to_be_renewed()
    {
        var weak = new PasswordHasher<object>(
            Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(this, Api.Password);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, _passwords.Verify(UserWith(weak), Api.Password));
        Assert.Equal(PasswordVerificationResult.Success, _passwords.Verify(UserWith(_passwords.Hash(Api.Password)), Api.Password));
    }

    private static User UserWith(string hash) => User.Create("ann", "ann@mail.test", hash, Roles.User, DateTimeOffset.UnixEpoch);

    /// <summary>The least of some runs: what the work costs when nothing else gets in between.</summary>
    private static double Fastest(Action work) => Enumerable.Range(0, 7).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    });
}
