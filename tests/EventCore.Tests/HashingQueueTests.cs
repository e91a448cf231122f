using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using TicketBooking.EventCore.Security;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>Two passwords at a time, and three requests that wait. The test holds the places.</summary>
public sealed class HashingQueueTests : IAsyncLifetime
{
    private const int AtOnce = 2;
    private const int MostWaiting = 3;

    private TestPostgres _database = null!;
    private EventCoreApp _app = null!;

    private HashingQueue Hashing => _app.Get<HashingQueue>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestPostgres.CreateAsync();
        _app = EventCoreApp.Start(_database, ("Auth:Hashing:AtOnce", $"{AtOnce}"), ("Auth:Hashing:MostWaiting", $"{MostWaiting}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Logins_and_registrations_wait_for_a_place_and_those_beyond_the_queue_are_refused_at_once()
    {
        var user = await _app.Http.RegisterAsync();
        var places = await TakeAllAsync();
        Task<HttpResponseMessage>[] waiting = [LogInAsync(user, Api.Password), LogInAsync(user, "not the password"), RegisterAsync("queued")];
        await Eventually.EqualsAsync(MostWaiting, () => Task.FromResult((int)Hashing.Waiting));

        await BusyAsync(await LogInAsync(user, Api.Password));
        await BusyAsync(await RegisterAsync("refused"));
        Assert.All(waiting, request => Assert.False(request.IsCompleted));

        places.ForEach(place => place.Dispose());
        var answers = await Task.WhenAll(waiting);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Created], answers.Select(answer => answer.StatusCode));
        Array.ForEach(answers, answer => answer.Dispose());
        await _app.Http.LogInAsync(user.Username, Api.Password);
        using var again = await RegisterAsync("refused");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task A_refused_login_counts_as_no_attempt()
    {
        var user = await _app.Http.RegisterAsync();
        var places = await TakeAllAsync();
        var waiting = Enumerable.Range(0, MostWaiting).Select(_ => Hashing.EnterAsync(CancellationToken.None)).ToArray();

        for (var i = 0; i < 10; i++)
        {
            await BusyAsync(await LogInAsync(user, "not the password"));
        }

        places.ForEach(place => place.Dispose());
        foreach (var place in waiting)
        {
            (await place)!.Dispose();
        }

        await _app.Http.LogInAsync(user.Username, Api.Password);
    }

    [Fact]
    public async Task A_client_that_goes_away_waits_no_longer()
    {
        var user = await _app.Http.RegisterAsync();
        var places = await TakeAllAsync();
        using var leaving = new CancellationTokenSource();
        var request = _app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username = user.Username, password = Api.Password }, leaving.Token);
        await Eventually.EqualsAsync(1, () => Task.FromResult((int)Hashing.Waiting));

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.EqualsAsync(0, () => Task.FromResult((int)Hashing.Waiting));
        places.ForEach(place => place.Dispose());
    }

    [Fact]
    public async Task A_place_is_free_when_the_password_is_checked_whatever_comes_of_it()
    {
        var user = await _app.Http.RegisterAsync();
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await LogInAsync(user, "not the password");
            using var unknown = await LogInAsync(user with { Username = $"nobody{i}" }, Api.Password);
            using var taken = await RegisterAsync(user.Username);
            Assert.Equal(
                [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Conflict],
                new[] { wrong, unknown, taken }.Select(answer => answer.StatusCode));
        }

        (await TakeAllAsync()).ForEach(place => place.Dispose());
    }

    [Fact]
    public async Task The_longest_waiting_is_next_and_one_that_waits_too_long_gets_no_place()
    {
        using var queue = new HashingQueue(Options.Create(new HashingOptions { AtOnce = 1, LongestWait = TimeSpan.FromMilliseconds(50) }));
        using var place = await queue.EnterAsync(CancellationToken.None);
        Assert.NotNull(place);
        Assert.Null(await queue.EnterAsync(CancellationToken.None));

        using var patient = new HashingQueue(Options.Create(new HashingOptions { AtOnce = 1, LongestWait = TimeSpan.FromMinutes(1) }));
        var held = await patient.EnterAsync(CancellationToken.None);
        var first = patient.EnterAsync(CancellationToken.None);
        var second = patient.EnterAsync(CancellationToken.None);
        held!.Dispose();
        using var next = await first;
        Assert.NotNull(next);
        Assert.False(second.IsCompleted);
        next.Dispose();
        (await second)!.Dispose();
    }

    private async Task<List<IDisposable>> TakeAllAsync()
    {
        var places = new List<IDisposable>();
        for (var i = 0; i < AtOnce; i++)
        {
            places.Add((await Hashing.EnterAsync(CancellationToken.None))!);
        }

        return places;
    }

    private static async Task BusyAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "service-busy");
            Assert.NotNull(answer.Headers.RetryAfter);
        }
    }

    private Task<HttpResponseMessage> LogInAsync(TestUser user, string password) =>
        _app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username = user.Username, password });

    private Task<HttpResponseMessage> RegisterAsync(string name) =>
        _app.Http.PostAsJsonAsync("/api/v1/auth/create", new { username = name, email = $"{name}@mail.test", password = Api.Password });
}
