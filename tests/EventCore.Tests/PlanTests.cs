using System.Net;
using System.Net.Http.Json;
using TicketBooking.EventCore.Security;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>What each statement costs beside tens of thousands of users, logins and events that the planner has no statistics of.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const int Many = 50_000;

    private static readonly string[] BigTables = ["tbl_user", "tbl_session", "tbl_refresh_token", "tbl_attempt", "tbl_venue", "tbl_event"];

    private readonly PlanRecorder _plans = new();
    private TestPostgres _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestPostgres.CreateAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_statement_of_a_login_and_of_a_read_event_looks_up_what_it_is_asked_for(bool genericPlans)
    {
        await using var service = new KestrelHost<IssuerStart>(
            EventCoreApp.Settings(
                _database, ("ConnectionStrings:Database", PlanRecorder.Explained(_database.ConnectionString, genericPlans)), PlanRecorder.Setting),
            _plans.AddTo);
        using var http = EventCoreApp.ClientOf(service.Port);
        var user = await http.RegisterAsync();
        var eventId = (await http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        await FillAsync();
        _plans.TakeAll();

        await http.LogInAsync(user.Username, Api.Password);
        Expect("tbl_attempt", "tbl_user", "INSERT INTO tbl_refresh_token");
        using var refused = await http.PostAsJsonAsync("/api/v1/auth/login", new { username = user.Username, password = "not the password" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Expect("INSERT INTO tbl_attempt");
        using var refreshed = await http.RefreshAsync(user.RefreshToken);
        await refreshed.ReadAsync(HttpStatusCode.OK);
        Expect("tbl_refresh_token");
        using var read = await http.SendAsync(HttpMethod.Get, $"/api/v1/event/{eventId}");
        await read.ReadAsync(HttpStatusCode.OK);
        Expect("tbl_event");
        using var walk = await http.SendAsync(HttpMethod.Get, $"/internal/events?after={Guid.CreateVersion7(DateTimeOffset.UnixEpoch)}&size=15");
        Assert.Equal(15, (await walk.ReadAsync(HttpStatusCode.OK)).GetArrayLength());
        Expect("LIMIT");
    }

    public async ValueTask DisposeAsync()
    {
        _plans.Dispose();
        await _database.DisposeAsync();
    }

    private async Task FillAsync()
    {
        string[] statements =
        [
            .. BigTables.Select(table => $"ALTER TABLE {table} SET (autovacuum_enabled = off)"),
            $"""
            INSERT INTO tbl_user (id, username, username_key, email, email_key, password_hash, role, created_at)
            SELECT gen_random_uuid(), 'u' || n || '-many', 'U' || n || '-MANY', n || '@many', n || '@MANY', 'x', 'USER', now() FROM generate_series(1, {Many}) n
            """,
            $"INSERT INTO tbl_session (id, user_id, expires_at) SELECT gen_random_uuid(), id, now() + interval '1 day' FROM tbl_user LIMIT {Many}",
            "INSERT INTO tbl_refresh_token (hash, session_id, expires_at) SELECT sha256(id::text::bytea), id, expires_at FROM tbl_session"
                + " WHERE id NOT IN (SELECT session_id FROM tbl_refresh_token)",
            $"INSERT INTO tbl_attempt (key, count) SELECT sha256(n::text::bytea), 1 FROM generate_series(1, {Many}) n",
            $"""
            INSERT INTO tbl_venue SELECT gen_random_uuid(), name || n, address, city, country, sections, capacity, created_by, created_at
            FROM tbl_venue, generate_series(1, {Many}) n
            """,
            $"""
            INSERT INTO tbl_event SELECT gen_random_uuid(), version, status, title, description, category, venue_id, starts_at, ends_at, on_sale_at, currency,
              sections, max_seats_per_booking, hold_seconds, seat_count, created_by, created_at FROM tbl_event, generate_series(1, {Many})
            """,
        ];
        foreach (var statement in statements)
        {
            await _database.DataSource.Command(statement).RunAsync(CancellationToken.None);
        }
    }

    private void Expect(params string[] texts)
    {
        var plans = _plans.TakeAll();
        Assert.All(texts, text => Assert.Contains(plans, plan => plan.Query.Contains(text, StringComparison.Ordinal)));
        Assert.All(plans, plan => plan.LooksUpAtMost(20, BigTables));
    }
}
