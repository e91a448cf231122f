using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Live;

/// <summary>
/// Writes a shared frame in slices, so that a connection has a copy of some slices, not of the frame. Each slice has a deadline: a client that
/// does not read is cut.
/// </summary>
internal sealed class SliceWriter(IOptions<LiveOptions> options, LiveMetrics metrics, TimeProvider clock)
{
    private const int SliceBytes = 16 << 10;

    /// <returns>False when the client did not read in time; then its connection is broken.</returns>
    public async ValueTask<bool> TryWriteAsync(HttpContext context, ReadOnlyMemory<byte> frame)
    {
        for (var rest = frame; rest.Length > 0; rest = rest[Math.Min(SliceBytes, rest.Length)..])
        {
            var writing = context.Response.BodyWriter.WriteAsync(rest[..Math.Min(SliceBytes, rest.Length)], context.RequestAborted);
            if (writing.IsCompletedSuccessfully)
            {
                await writing;
            }
            else if (!await IsReadAsync(writing.AsTask(), context))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> IsReadAsync(Task writing, HttpContext context)
    {
        try
        {
            await writing.WaitAsync(options.Value.SliceWithin, clock, context.RequestAborted);
            return true;
        }
        catch (TimeoutException)
        {
            metrics.SlowReader();
            context.Abort();
            return false;
        }
    }
}
