using System.Net;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>The keys that private signing keys are encrypted with have ids, and can be changed one after the other.</summary>
public sealed class KeyEncryptionTests
{
    private const string Second = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    private const string Third = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=";

    private static readonly (string, string) NoFirst = ("Auth:KeyEncryptionKey", "");
    private static readonly (string, string) HasSecond = ("Auth:KeyEncryptionKeys:second", Second);
    private static readonly (string, string) UsesSecond = ("Auth:KeyEncryptionKeyId", "second");

    [Fact]
    public async Task A_key_is_added_used_by_all_rows_and_the_old_one_removed_while_tokens_stay_valid()
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var old = EventCoreApp.Start(database);
        var user = await old.Http.RegisterAsync();
        Assert.Equal(["1"], await IdsAsync(database));
        await using (var added = EventCoreApp.Start(database, HasSecond))
        {
            await added.Http.LogInAsync(user.Username, Api.Password);
        }

        await using var both = EventCoreApp.Start(database, HasSecond, UsesSecond);
        await RunAsync(0, "rotate-keys", EventCoreApp.Settings(database, HasSecond, UsesSecond), "A new key is published");
        Assert.Equal(["1", "second"], await IdsAsync(database));

        await RunAsync(0, "reencrypt-keys", EventCoreApp.Settings(database, HasSecond, UsesSecond), "encrypted with key 'second'. Changed: 1.");
        await RunAsync(0, "reencrypt-keys", EventCoreApp.Settings(database, HasSecond, UsesSecond), "Changed: 0.");

        Assert.Equal(["second", "second"], await IdsAsync(database));
        await using var without = EventCoreApp.Start(database, NoFirst, HasSecond, UsesSecond);
        foreach (var app in new[] { both, without })
        {
            using var answer = await app.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var again = await app.Http.LogInAsync(user.Username, Api.Password);
            Assert.True((await Tokens.ValidateAsync(without.Http, again.AccessToken)).IsValid);
        }
    }

    [Fact]
    public async Task A_key_that_is_removed_too_early_stops_the_start_and_is_named()
    {
        await using var database = await TestPostgres.CreateAsync();
        await EventCoreApp.Start(database).DisposeAsync();

        await RunAsync(expected: null, word: null, EventCoreApp.Settings(database, NoFirst, HasSecond, UsesSecond), "is encrypted with key '1', which");
        await RunAsync(1, "reencrypt-keys", EventCoreApp.Settings(database, NoFirst, HasSecond, UsesSecond), "is encrypted with key '1', which");
        Assert.Equal(["1"], await IdsAsync(database));
    }

    [Fact]
    public async Task Another_key_under_the_same_id_stops_the_start_and_its_setting_is_named()
    {
        await using var database = await TestPostgres.CreateAsync();
        await EventCoreApp.Start(database, HasSecond, UsesSecond).DisposeAsync();

        await RunAsync(
            expected: null,
            word: null,
            EventCoreApp.Settings(database, ("Auth:KeyEncryptionKeys:second", Third), UsesSecond),
            "Auth:KeyEncryptionKeys:second does not fit signing key");
    }

    [Theory]
    [InlineData("Auth:KeyEncryptionKeys:second", "AAAA", "Auth:KeyEncryptionKeys:second must be 32 bytes in base64")]
    [InlineData("Auth:KeyEncryptionKeyId", "absent", "Auth:KeyEncryptionKeyId is 'absent', and there is no key with that id.")]
    [InlineData("Auth:KeyEncryptionKeys:1", Second, "Auth:KeyEncryptionKeys:1 is Auth:KeyEncryptionKey.")]
    public async Task Settings_that_do_not_fit_each_other_stop_the_start(string key, string value, string message)
    {
        await using var database = await TestPostgres.CreateAsync();
        await RunAsync(expected: null, word: null, EventCoreApp.Settings(database, (key, value)), message);
    }

    /// <param name="expected">The exit code; null: any but 0.</param>
    /// <param name="word">A command; null: the service starts.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="message">What it says.</param>
    private static async Task RunAsync(int? expected, string? word, (string Key, string Value)[] settings, string message)
    {
        var (exitCode, output) = await EventCoreApp.RunAsync(settings, word is null ? [] : [word]);
        Assert.True(expected is null ? exitCode != 0 : exitCode == expected, output);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    private static Task<List<string>> IdsAsync(TestPostgres database) =>
        database.DataSource.Command("SELECT encryption_key_id FROM tbl_signing_key ORDER BY 1").ListAsync(row => row.GetString(0), CancellationToken.None);
}
