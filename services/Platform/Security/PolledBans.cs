using System.Collections.Frozen;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TicketBooking.Platform;

/// <summary>
/// Fetches the issuer's list of banned users every few seconds. While it cannot be fetched the last one counts. Its bans hold; a new ban
/// waits, but no longer than an access token lives.
/// </summary>
/// <param name="issuer">Calls the issuer through the sidecar.</param>
/// <param name="list">Keeps it.</param>
/// <param name="options">How often.</param>
/// <param name="clock">When.</param>
/// <param name="logger">Says when the list is out of reach, and when it is back.</param>
internal sealed partial class PolledBans(
    HttpClient issuer, BanList list, IOptions<TokenOptions> options, TimeProvider clock, ILogger<PolledBans> logger) : BackgroundService, IBans
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly long _began = clock.GetTimestamp();
    private bool _wasFetched;
    private bool _outOfReach;

    public ValueTask<bool> IsBannedAsync(Guid userId, CancellationToken cancellationToken) => new(list.Users.Contains(userId));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.BanPollInterval, clock);
        do
        {
            await FetchAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FetchAsync(CancellationToken stoppingToken)
    {
        using var deadline = new CancellationTokenSource(AnswerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, deadline.Token);
        try
        {
            var answer = await issuer.GetFromJsonAsync<BannedUsers>(BannedUsers.Path, either.Token);
            list.Users = answer?.Users?.ToFrozenSet() ?? throw new JsonException("The issuer answered with no list of banned users.");
            _wasFetched = true;
            if (_outOfReach)
            {
                _outOfReach = false;
                LogBack(list.Users.Count);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested
            && exception is HttpRequestException or JsonException or OperationCanceledException)
        {
            if (!_wasFetched && clock.GetElapsedTime(_began) < TokenOptions.StartTime)
            {
                LogNotYet(exception.Message);
            }
            else if (!_outOfReach)
            {
                _outOfReach = true;
                LogOutOfReach(exception, list.Users.Count);
            }
        }
    }

    [LoggerMessage(112, LogLevel.Information, "The list of banned users cannot be fetched yet: {Reason}")]
    private partial void LogNotYet(string reason);

    [LoggerMessage(109, LogLevel.Warning, "The list of banned users cannot be fetched; the last one, of {Count} users, counts until it can.")]
    private partial void LogOutOfReach(Exception exception, int count);

    [LoggerMessage(110, LogLevel.Information, "The list of banned users is fetched again; it has {Count} users.")]
    private partial void LogBack(int count);
}
