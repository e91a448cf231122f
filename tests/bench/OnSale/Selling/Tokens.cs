using System.Threading.Channels;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>
/// Access tokens of new buyers, minted so soon before they are used that none expires: for runs of up to five minutes before the first
/// buyer comes, for longer ones again and again.
/// </summary>
internal sealed class Tokens
{
    /// <summary>A token lives for ten minutes, and a visit may last for some.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly Channel<string> _tokens = Channel.CreateUnbounded<string>();
    private readonly LaunchedSystem _system;
    private readonly int _batch;
    private int _left;
    private Task _minting = Task.CompletedTask;

    private Tokens(LaunchedSystem system, int count, TimeSpan duration)
    {
        _system = system;
        _left = count;
        _batch = duration <= Ahead ? count : (int)(count * (Ahead / 2 / duration)) + 1;
    }

    public static async Task<Tokens> MintAsync(LaunchedSystem system, int count, TimeSpan duration)
    {
        var tokens = new Tokens(system, count, duration);
        await tokens.MintAsync();
        return tokens;
    }

    /// <summary>The next buyer's. Mints more when few are left.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        if (_left > 0 && _minting.IsCompleted && _tokens.Reader.Count < _batch / 5)
        {
            _minting = MintAsync();
        }

        return await _tokens.Reader.ReadAsync(cancellationToken);
    }

    private async Task MintAsync()
    {
        var count = Math.Min(_batch, _left);
        _left -= count;
        foreach (var token in await _system.MintAsync(count))
        {
            await _tokens.Writer.WriteAsync(token);
        }
    }
}
