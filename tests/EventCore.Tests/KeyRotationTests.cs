using System.Collections.Concurrent;
using System.Net;
using TicketBooking.EventCore.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class KeyRotationTests
{
    private static readonly KeySchedule Schedule = new(Lead: TimeSpan.FromHours(1), Life: TimeSpan.FromDays(30), Overlap: TimeSpan.FromHours(1));
    private static readonly KeySchedule Now = Schedule with { Life = TimeSpan.Zero };

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_until_its_last_token_expires()
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var app = EventCoreApp.Start(database);
        var old = await app.Http.RegisterAsync();

        var (exitCode, output) = await RotateAsync(database);

        Assert.True(exitCode == 0, output);
        Assert.Contains("A new key is published; it signs in 01:00:00.", output, StringComparison.Ordinal);
        Assert.Equal(2, (await PublishedAsync(app)).Length);
        var before = await app.Http.RegisterAsync();
        Assert.Equal(KidOf(old), KidOf(before));

        await PassAsync(database, "1 hour");
        var @new = await app.Http.RegisterAsync();
        Assert.NotEqual(KidOf(old), KidOf(@new));
        Assert.True((await Tokens.ValidateAsync(app.Http, old.AccessToken)).IsValid);
        Assert.True((await Tokens.ValidateAsync(app.Http, @new.AccessToken)).IsValid);

        await PassAsync(database, "55 minutes");
        Assert.Contains(KidOf(old), await PublishedAsync(app));
        await PassAsync(database, "5 minutes");
        Assert.Equal([KidOf(@new)], await PublishedAsync(app));
        Assert.False((await Tokens.ValidateAsync(app.Http, old.AccessToken)).IsValid);
        Assert.True((await Tokens.ValidateAsync(app.Http, @new.AccessToken)).IsValid);

        await RotateAsync(database);
        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM tbl_signing_key WHERE kid = $1", KidOf(old)));
    }

    [Fact]
    public async Task A_key_that_waits_to_sign_is_not_rotated_again_even_by_command()
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var app = EventCoreApp.Start(database);
        Assert.True((await SigningKeyTable.RotateAsync(database.DataSource, Key("second"), Now, default)).Added);
        Assert.False((await SigningKeyTable.RotateAsync(database.DataSource, Key("third"), Now, default)).Added);

        var (exitCode, output) = await RotateAsync(database);
        Assert.Equal(0, exitCode);
        Assert.Contains("published already", output, StringComparison.Ordinal);
        Assert.Equal(2, await app.CountAsync("SELECT count(*) FROM tbl_signing_key WHERE $1 = 0", 0));
    }

    [Theory]
    [InlineData("28 days", false)]
    [InlineData("29 days 22 hours", false)]
    [InlineData("29 days 23 hours", true)]
    [InlineData("300 days", true)]
    public async Task The_next_key_is_made_early_enough_to_sign_when_the_last_one_stops(string age, bool isDue)
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var app = EventCoreApp.Start(database);
        await PassAsync(database, age);

        Assert.Equal(isDue, (await SigningKeyTable.RotateAsync(database.DataSource, Key("next"), Schedule, default)).Added);
    }

    [Fact]
    public async Task Of_many_instances_that_rotate_at_the_same_time_one_does()
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var app = EventCoreApp.Start(database);
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => SigningKeyTable.RotateAsync(database.DataSource, Key($"key{i}"), Now, default)));

        Assert.Single(results, result => result.Added);
        Assert.Equal(2, (await PublishedAsync(app, decode: false)).Length);
    }

    [Fact]
    public async Task A_rotation_that_cannot_be_made_says_so()
    {
        var (exitCode, output) = await EventCoreApp.RunAsync(
            [
                ("ConnectionStrings:Database", "Host=127.0.0.1;Port=1;Database=none"), ("Auth:Issuer", "x"),
                ("Auth:KeyEncryptionKey", EventCoreApp.KeyEncryptionKey),
            ],
            "rotate-keys");

        Assert.Equal(1, exitCode);
        Assert.Contains("The keys were not rotated", output, StringComparison.Ordinal);
    }

    /// <summary>Tokens of all keys, old and new, at another service and at the issuer, while keys come and begin to sign.</summary>
    [Fact]
    public async Task While_keys_are_rotated_no_request_is_refused()
    {
        const int Rotations = 3;
        var system = await IssuerSystem.StartAsync(
            [("Auth:KeyLifetime", "00:00:06"), ("Auth:KeyLead", "00:00:05"), ("Auth:KeyCheckInterval", "00:00:00.2"), ("Auth:KeyPollInterval", "00:00:01")],
            ("Auth:KeyPollInterval", "00:00:01"));
        var refused = new ConcurrentQueue<string>();
        var kids = new ConcurrentDictionary<string, int>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var first = await system.Issuer.Http.RegisterAsync();
            var current = first;
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (kids.Count <= Rotations && await pace.WaitForNextTickAsync(deadline.Token))
            {
                kids.AddOrUpdate(KidOf(current), 1, (_, count) => count + 1);
                await AskAsync(system.Service, "/mine", first);
                await AskAsync(system.Service, "/mine", current);
                await AskAsync(system.Issuer.Http, "/api/v1/event/events", current);
                using var refresh = await system.Issuer.Http.RefreshAsync(current.RefreshToken);
                current = await Api.SignedInAsync(refresh, HttpStatusCode.OK);
            }
        }));
        await system.DisposeAsync();

        Assert.Empty(refused);
        Assert.Equal(Rotations + 1, kids.Count);

        async Task AskAsync(HttpClient http, string path, TestUser user)
        {
            using var answer = await http.SendAsync(HttpMethod.Get, path, user);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                refused.Enqueue($"{path}: {answer.StatusCode}");
            }
        }
    }

    private static StoredKey Key(string kid) => new(kid, [1], [1], "1");

    private static string KidOf(TestUser user) => Tokens.Read(user.AccessToken).Kid;

    private static Task<(int ExitCode, string Output)> RotateAsync(TestPostgres database) =>
        EventCoreApp.RunAsync(EventCoreApp.Settings(database), "rotate-keys");

    /// <summary>Lets all keys grow older.</summary>
    private static async Task PassAsync(TestPostgres database, string time)
    {
        await using var command = database.DataSource.CreateCommand(
            $"UPDATE tbl_signing_key SET activates_at = activates_at - interval '{time}', retires_at = retires_at - interval '{time}'");
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    private static async Task<string[]> PublishedAsync(EventCoreApp app, bool decode = true)
    {
        if (!decode)
        {
            return [.. (await SigningKeyTable.PublishedAsync(app.Database.DataSource, default)).Select(key => key.Kid)];
        }

        using var answer = await app.Http.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));
        var keys = (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("keys");
        return [.. keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }
}
