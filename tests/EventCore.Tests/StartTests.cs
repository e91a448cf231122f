using System.Net;
using System.Security.Cryptography;
using Npgsql;
using TicketBooking.EventCore.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>What the service needs to start, and what instances share.</summary>
public sealed class StartTests(TestPostgres database) : IClassFixture<TestPostgres>
{
    private const string OtherKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private const string WaitingForAdvisoryLocks = """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    [Theory]
    [InlineData("Auth:KeyEncryptionKey", "", "Auth:KeyEncryptionKey must be 32 bytes in base64")]
    [InlineData("Auth:KeyEncryptionKey", "not base64", "Auth:KeyEncryptionKey must be 32 bytes in base64")]
    [InlineData("Auth:KeyEncryptionKey", "AAAA", "Auth:KeyEncryptionKey must be 32 bytes in base64")]
    [InlineData("Auth:Issuer", "", "Issuer")]
    [InlineData("Admin:Password", "short", "Admin: The field Password")]
    [InlineData("Admin:Email", "", "Admin: The Email field is required.")]
    public async Task A_setting_that_cannot_work_stops_the_start_and_is_named(string key, string value, string message)
    {
        var (exitCode, output) = await EventCoreApp.RunAsync(EventCoreApp.Settings(database, (key, value)));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_of_development_a_password_is_hashed_with_all_the_work()
    {
        var (exitCode, output) = await EventCoreApp.RunAsync(
            EventCoreApp.Settings(database, ("ASPNETCORE_ENVIRONMENT", "Production"), ("APP_API_TOKEN", "the-token"), ("DAPR_API_TOKEN", "the-other")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Passwords:IterationCount must be at least 210000", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_that_start_together_share_one_key_and_one_administrator()
    {
        await using var empty = await TestPostgres.CreateAsync();

        var instances = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => EventCoreApp.Start(empty))));

        Assert.Equal(1L, await ReadAsync(empty, "SELECT count(*) FROM tbl_signing_key"));
        Assert.Equal(1L, await ReadAsync(empty, "SELECT count(*) FROM tbl_user"));
        var user = await instances[0].Http.RegisterAsync();
        foreach (var instance in instances)
        {
            using var answer = await instance.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await instance.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_instance_waits_for_another_that_is_adding_the_first_key_and_then_adds_none()
    {
        await using var empty = await TestPostgres.CreateAsync();
        await EventCoreApp.Start(empty).DisposeAsync();
        await ExecuteAsync(empty, "DELETE FROM tbl_signing_key");
        await using var other = await empty.DataSource.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var add = new NpgsqlCommand(
            $"""
            SELECT pg_advisory_xact_lock({SigningKeyTable.Lock});
            INSERT INTO tbl_signing_key (kid, public_key, private_key, activates_at) VALUES ('other', '', '', statement_timestamp())
            """,
            other);
        await add.ExecuteNonQueryAsync();

        var adding = SigningKeyTable.AddFirstAsync(empty.DataSource, new StoredKey("mine", [1], [1], "1"), CancellationToken.None);
        while (!adding.IsCompleted && (long)(await ReadAsync(empty, WaitingForAdvisoryLocks))! == 0)
        {
        }

        await transaction.CommitAsync();
        Assert.False(await adding);
        Assert.Equal("other", await ReadAsync(empty, "SELECT string_agg(kid, ',') FROM tbl_signing_key"));
    }

    [Fact]
    public async Task Another_encryption_key_than_the_databases_stops_the_start()
    {
        await using var filled = await TestPostgres.CreateAsync();
        await EventCoreApp.Start(filled).DisposeAsync();

        var (exitCode, output) = await EventCoreApp.RunAsync(EventCoreApp.Settings(filled, ("Auth:KeyEncryptionKey", OtherKey)));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Auth:KeyEncryptionKey does not fit signing key", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S2_18_a_system_does_not_believe_the_tokens_of_another()
    {
        await using var empty = await TestPostgres.CreateAsync();
        await using var one = EventCoreApp.Start(database);
        await using var another = EventCoreApp.Start(empty);
        var user = await one.Http.RegisterAsync();

        using var known = await one.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);
        using var foreign = await another.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        await foreign.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_stolen_database_signs_nothing()
    {
        await using var filled = await TestPostgres.CreateAsync();
        await EventCoreApp.Start(filled).DisposeAsync();
        await using var read = filled.DataSource.CreateCommand("SELECT private_key FROM tbl_signing_key");
        var stored = (byte[])(await read.ExecuteScalarAsync())!;

        using var pair = ECDsa.Create();
        for (var offset = 0; offset < stored.Length; offset++)
        {
            Assert.ThrowsAny<CryptographicException>(() => pair.ImportPkcs8PrivateKey(stored.AsSpan(offset), out _));
        }
    }

    [Fact]
    public async Task While_keys_overlap_the_newest_signs_and_tokens_of_both_are_valid()
    {
        await using var rotated = await TestPostgres.CreateAsync();
        await using var first = EventCoreApp.Start(rotated);
        var old = await first.Http.RegisterAsync();
        await ExecuteAsync(rotated, "UPDATE tbl_signing_key SET activates_at = now() + interval '1 hour'");
        await using var second = EventCoreApp.Start(rotated);
        await ExecuteAsync(rotated, "UPDATE tbl_signing_key SET activates_at = now() - interval '1 day' WHERE activates_at > now()");

        var @new = await first.Http.RegisterAsync();

        Assert.NotEqual(Tokens.Read(old.AccessToken).Kid, Tokens.Read(@new.AccessToken).Kid);
        Assert.True((await Tokens.ValidateAsync(first.Http, old.AccessToken)).IsValid);
        Assert.True((await Tokens.ValidateAsync(first.Http, @new.AccessToken)).IsValid);

        await ExecuteAsync(rotated, "UPDATE tbl_signing_key SET retires_at = now() WHERE activates_at < now() - interval '1 hour'");
        Assert.False((await Tokens.ValidateAsync(first.Http, old.AccessToken)).IsValid);
        Assert.True((await Tokens.ValidateAsync(first.Http, @new.AccessToken)).IsValid);
    }

    private static async Task<object?> ReadAsync(TestPostgres database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(TestPostgres database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
